package dev.tieline.edge.endpoint.mqtt;

import dev.tieline.devices.ClientId;
import dev.tieline.devices.DeviceId;
import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.wire.Topics;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.admission.EgressGuard;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.Protocol;
import dev.tieline.edge.endpoint.mqtt.Unanswered.Reason;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.oip.OipCodec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Takes the requests of local devices from this node's inference topics, and lets them in by the door that all others
 * use: they count against the same limits, and are served here or elsewhere as any other.
 *
 * <p>{@link #receive} never blocks. The answer goes to the response topic of the request, which must be that of a client
 * of this tenant and this node's own site: a node is not to be used for publishing anywhere else. Thread-safe.
 */
public final class MqttEndpoint {
    private final Parts parts;
    private final Topics topics;
    private final Unanswered unanswered;
    private volatile boolean draining;

    /**
     * What the endpoint works with.
     *
     * @param outbox sends refusals; must not run them on the thread that hands them over, and rejects what it has no room
     *     for
     */
    public record Parts(
            DeviceId self,
            FrontDoor door,
            DecisionPoint policy,
            EgressGuard egress,
            OipCodec codec,
            Ticker ticker,
            Executor outbox) {}

    public MqttEndpoint(Parts parts) {
        this.parts = parts;
        this.topics = new Topics(parts.self.tenant());
        this.unanswered = new Unanswered(parts.ticker);
    }

    /** Takes a message from one of this node's inference topics. */
    public void receive(InboundMessage message) {
        if (message.retained()) {
            unanswered.add(Reason.RETAINED, message.topic());
            return;
        }
        var asked = topics.askedModel(parts.self.address(), message.topic());
        if (asked.isEmpty()) {
            unanswered.add(Reason.UNKNOWN_TOPIC, message.topic());
            return;
        }
        var client = client(message);
        if (client.isEmpty()) {
            return;
        }
        var exchange = new Exchange(parts, unanswered, client.get(), message.properties());
        if (draining) {
            exchange.failed(new InferenceError.ModelNotReady(asked.get(), "the node is shutting down"));
            return;
        }
        parts.door
                .enter(Protocol.MQTT)
                .ifPresentOrElse(
                        visit -> exchange.serve(visit, asked.get(), message.payload()),
                        () -> exchange.failed(parts.door.full()));
    }

    /** Refuses new requests from now on, since this node is shutting down; those that it has taken go on. */
    public void drain() {
        draining = true;
    }

    /** How many requests got no answer, by the reason: nobody could be told, or what was said did not reach the broker. */
    public Map<String, Long> unanswered() {
        return unanswered.byReason();
    }

    private Optional<ClientId> client(InboundMessage message) {
        var responseTopic = message.properties().responseTopic();
        if (responseTopic == null) {
            unanswered.add(Reason.NO_RESPONSE_TOPIC, message.topic());
            return Optional.empty();
        }
        var client = topics.clientOf(parts.self.site(), responseTopic);
        if (client.isEmpty()) {
            unanswered.add(Reason.FOREIGN_RESPONSE_TOPIC, responseTopic);
        }
        return client;
    }
}
