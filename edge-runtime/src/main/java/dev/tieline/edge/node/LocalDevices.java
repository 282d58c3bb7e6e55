package dev.tieline.edge.node;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.link.InboundMessage;
import dev.tieline.edge.admission.EgressGuard;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.mqtt.MqttEndpoint;
import dev.tieline.edge.work.ReplyOutbox;
import java.util.Map;

/** The devices around this node that ask it over its broker, and the outbox for what they are told. */
final class LocalDevices implements AutoCloseable {
    /** Refusals that may wait for the link; beyond them a device hears nothing. */
    private static final int REFUSALS_WAITING = 1_024;

    private final ReplyOutbox outbox = new ReplyOutbox(REFUSALS_WAITING);
    private final MqttEndpoint endpoint;

    LocalDevices(DeviceId self, FrontDoor door, EgressGuard egress, Federation.Local local) {
        endpoint = new MqttEndpoint(
                new MqttEndpoint.Parts(self, door, local.policy(), egress, local.codec(), local.ticker(), outbox));
    }

    void receive(InboundMessage message) {
        endpoint.receive(message);
    }

    /** How many requests got no answer, by the reason. */
    Map<String, Long> unanswered() {
        return endpoint.unanswered();
    }

    void drain() {
        endpoint.drain();
    }

    /** Sends what it still holds, in two seconds at most; no more is said to anybody afterwards. */
    @Override
    public void close() {
        outbox.close();
    }
}
