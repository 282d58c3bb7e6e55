package dev.tieline.bench.offload;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.LibraryLogs;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** The answering end of the raw echo: a program of its own that runs until it is told to stop. */
final class EchoServer {
    /** What it prints once it listens. */
    static final String READY = "echo ready";

    private final Map<String, byte[]> replies = new ConcurrentHashMap<>();
    private final AtomicReference<RawClient> client = new AtomicReference<>();

    private EchoServer() {}

    /**
     * Listens until it is told to stop.
     *
     * @param arguments the broker's address, such as {@code mqtt://127.0.0.1:1883}
     */
    public static void main(String... arguments) throws InterruptedException {
        LibraryLogs.quieten();
        try {
            new EchoServer().listen(URI.create(arguments[0]));
        } catch (CommandFailure e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        System.out.println(READY);
        new CountDownLatch(1).await();
    }

    private void listen(URI broker) {
        client.set(RawClient.connect(broker, "bench-echo-server", EchoTopics.REQUESTS, this::answer));
    }

    private void answer(String topic, MqttMessage request) {
        var body = replies.computeIfAbsent(topic, unseen -> new byte[EchoTopics.replyBytes(topic)]);
        var asked = request.getProperties();
        var properties = new MqttProperties();
        properties.setCorrelationData(asked.getCorrelationData());
        client.get().publish(asked.getResponseTopic(), body, properties);
    }
}
