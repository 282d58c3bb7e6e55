package dev.tieline.e2e;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/** A client at the broker that shares no code with the nodes: keeps all that it sees, and publishes whatever it likes. */
public final class MqttClient implements AutoCloseable {

    /** A message that arrived. */
    @SuppressWarnings("ArrayRecordComponent") // looked at, never compared
    public record Seen(
            String topic, byte[] payload, boolean retained, byte @Nullable [] correlation, Map<String, String> user) {

        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        public String user(String name) {
            return String.valueOf(user.get(name));
        }
    }

    private final MqttAsyncClient client;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Consumer<Seen> eye;
    private final Runnable lost;
    private volatile boolean closing;

    /** Connects and subscribes. */
    MqttClient(URI broker, String id, String... filters) throws MqttException {
        this(broker, id, null, () -> {}, filters);
    }

    /**
     * Connects and subscribes.
     *
     * @param eye is shown every message; without one, all are kept
     * @param lost is called when the connection ended without {@link #close}
     */
    public MqttClient(URI broker, String id, @Nullable Consumer<Seen> eye, Runnable lost, String... filters)
            throws MqttException {
        this.eye = eye == null ? seen::add : eye;
        this.lost = lost;
        client = new MqttAsyncClient("tcp://127.0.0.1:" + broker.getPort(), id, new MemoryPersistence());
        client.setCallback(new Callback());
        var options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setKeepAliveInterval(600); // a broker that stands still for a while shall not cost it its eyes
        wait(client.connect(options));
        for (var filter : filters) {
            wait(client.subscribe(new MqttSubscription(filter, 1)));
        }
    }

    /** What has been seen so far, in order. */
    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** What has been seen on a topic. */
    List<Seen> seen(String topic) {
        return seen.stream().filter(message -> message.topic.equals(topic)).toList();
    }

    /** Waits for a message. */
    Seen await(String what, Predicate<Seen> wanted) throws Exception {
        return Eventually.find(what, () -> seen.stream().filter(wanted).findFirst());
    }

    /** Waits for a message whose correlation data is that text. */
    Seen awaitReply(String correlation) throws Exception {
        return await(
                "a reply to " + correlation,
                message -> Optional.ofNullable(message.correlation)
                        .map(data -> new String(data, StandardCharsets.UTF_8))
                        .filter(correlation::equals)
                        .isPresent());
    }

    /** Publishes at QoS 1 and waits until the broker has it. */
    public void publish(String topic, byte[] payload, boolean retained, MqttProperties properties)
            throws MqttException {
        var message = new MqttMessage(payload, 1, retained, properties);
        wait(client.publish(topic, message));
    }

    /** The properties of a question. */
    static MqttProperties asking(String responseTopic, @Nullable String correlation, Map<String, String> user) {
        var properties = new MqttProperties();
        properties.setResponseTopic(responseTopic);
        if (correlation != null) {
            properties.setCorrelationData(correlation.getBytes(StandardCharsets.UTF_8));
        }
        properties.setUserProperties(user.entrySet().stream()
                .map(entry -> new UserProperty(entry.getKey(), entry.getValue()))
                .toList());
        return properties;
    }

    @Override
    public void close() throws MqttException {
        closing = true;
        if (client.isConnected()) {
            wait(client.disconnect());
        }
        client.close(true);
    }

    private static void wait(IMqttToken token) throws MqttException {
        token.waitForCompletion(Eventually.PATIENCE.toMillis());
    }

    private final class Callback implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            var properties = message.getProperties();
            var user = properties.getUserProperties().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            UserProperty::getKey, UserProperty::getValue, (first, second) -> first));
            eye.accept(
                    new Seen(topic, message.getPayload(), message.isRetained(), properties.getCorrelationData(), user));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            if (!closing) {
                lost.run();
            }
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String server) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
