package dev.tieline.cloud.messaging;

import dev.tieline.devices.link.LinkOptions;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.testing.Eventually;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.reactive.messaging.providers.impl.ConnectorConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.Config;

/** A connector without Quarkus, with one link called {@code default}, and short words to use it. */
final class Stage implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final List<String> connected = new CopyOnWriteArrayList<>();
    private final TielineMqttConnector connector;

    Stage(URI broker) {
        this(broker, 64);
    }

    Stage(URI broker, int window) {
        connector = new TielineMqttConnector(
                Map.of(SharedLinks.DEFAULT, link(SharedLinks.DEFAULT, broker, window)),
                new Random(20_261_123),
                event -> connected.add(event.link()),
                event -> {});
    }

    static LinkSettings link(String name, URI broker, int window) {
        var clientId = "connector-test-" + NEXT.incrementAndGet();
        return new LinkSettings(name, broker, clientId, null, null, Duration.ofSeconds(30), window, 64);
    }

    /** The attributes of a channel as reactive messaging hands them to a connector. */
    static Config attributes(String direction, String channel, String... attributes) {
        var prefix = "mp.messaging." + direction + "." + channel + ".";
        var values = new HashMap<String, String>();
        values.put(prefix + "connector", TielineMqttConnector.NAME);
        for (var i = 0; i < attributes.length; i += 2) {
            values.put(prefix + attributes[i], attributes[i + 1]);
        }
        return attributes(direction, channel, values);
    }

    static Config attributes(String direction, String channel, Map<String, String> values) {
        var config = new SmallRyeConfigBuilder().withDefaultValues(values).build();
        return new ConnectorConfig("mp.messaging." + direction + ".", config, channel) {};
    }

    TielineMqttConnector connector() {
        return connector;
    }

    InboundChannel incoming(String channel, String... attributes) {
        return connector.incoming(attributes("incoming", channel, attributes));
    }

    OutboundChannel outgoing(String channel, String... attributes) {
        return connector.outgoing(attributes("outgoing", channel, attributes));
    }

    /** How often the link was connected. */
    int connections() {
        return connected.size();
    }

    /** Starts the link and waits until it is connected. */
    Stage connect() {
        connector.connect();
        awaitConnections(1);
        return this;
    }

    void awaitConnections(int count) {
        Eventually.until("the link was connected " + count + " times", () -> connected.size() >= count);
    }

    @Override
    public void close() {
        connector.close();
    }

    /** A client beside the connector, connected. */
    static MqttLink client(URI broker) {
        var options = LinkOptions.of(broker, "client-test-" + NEXT.incrementAndGet())
                .withBackoff(Duration.ofMillis(10), Duration.ofMillis(200));
        var client = new MqttLink(options, new Random(20_261_124));
        client.start();
        Eventually.until("the client is connected", client::connected);
        return client;
    }

    /** Publishes numbers from 0 at QoS 1, one after the other. */
    static void publish(MqttLink client, String topic, int count) {
        for (var i = 0; i < count; i++) {
            publish(client, new OutboundMessage(topic, bytes(Integer.toString(i)), 1, false, MessageProperties.NONE));
        }
    }

    static void publish(MqttLink client, OutboundMessage message) {
        try {
            var outcome = client.publish(message).get(20, TimeUnit.SECONDS);
            if (outcome instanceof PublishOutcome.Failed failed) {
                throw new AssertionError("the broker does not have " + message + ": " + failed.failure());
            }
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new AssertionError("no outcome of a publish", e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
