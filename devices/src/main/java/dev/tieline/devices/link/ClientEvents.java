package dev.tieline.devices.link;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the client library reports on its own threads; nothing here may wait. */
final class ClientEvents implements MqttCallback {
    private static final Logger LOG = Logger.getLogger(ClientEvents.class);

    /** A message together with what its acknowledgement needs; no message where it cannot be used. */
    record Arrival(int messageId, int qos, @Nullable InboundMessage message) {}

    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private final Consumer<Arrival> inbox;

    ClientEvents(Consumer<Arrival> inbox) {
        this.inbox = inbox;
    }

    CompletableFuture<String> lost() {
        return lost;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        inbox.accept(new Arrival(message.getId(), message.getQos(), readable(topic, message)));
    }

    /** An exception here would end the connection, and a retained message would end the next one too. */
    private static @Nullable InboundMessage readable(String topic, MqttMessage message) {
        try {
            return PahoMessages.fromPaho(topic, message);
        } catch (IllegalArgumentException e) {
            LOG.warnf("Dropped a message on %s: %s", ReasonCode.printable(topic), e.getMessage());
            return null;
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        if (response.getException() != null) {
            lost.complete(ReasonCode.describe(response.getException()));
            return;
        }
        var reason = response.getReasonString();
        lost.complete("the broker ended it: " + ReasonCode.words(response.getReturnCode())
                + (reason == null || reason.isBlank() ? "" : ", " + ReasonCode.printable(reason)));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        LOG.debugf("The MQTT client reports: %s", ReasonCode.describe(exception));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // Each publish has a listener of its own.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // The link's own thread goes on from the CONNACK; waiting here would stop the library.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // Enhanced authentication is never asked for.
    }

    static MqttActionListener listener(Consumer<IMqttToken> success, Consumer<Throwable> failure) {
        return new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                success.accept(token);
            }

            @Override
            public void onFailure(IMqttToken token, Throwable exception) {
                failure.accept(exception);
            }
        };
    }
}
