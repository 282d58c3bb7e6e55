package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the other tests do to their broker, of either kind. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class BrokerIT {
    private static final byte[] TEXT = "hello".getBytes(StandardCharsets.UTF_8);

    private final Workplace place = Workplace.make("broker");
    private final Broker broker = Broker.on(place);

    @BeforeEach
    void start() throws Exception {
        broker.start();
    }

    @AfterEach
    void stop() {
        broker.close();
        place.close();
    }

    @Test
    void shouldKeepNothingWhenItIsKilled() throws Exception {
        try (var client = new MqttClient(broker.address(), "writer", "b/+")) {
            client.publish("b/kept", TEXT, true, new MqttProperties());

            broker.kill();

            assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
            broker.kill(); // which changes nothing
            broker.start();
        }
        try (var reader = new MqttClient(broker.address(), "reader", "b/+")) {
            reader.publish("b/new", TEXT, false, new MqttProperties());
            var first = reader.await("any message", message -> true);
            assertThat(first.topic()).isEqualTo("b/new");
        }
    }

    @Test
    void shouldAnswerNobodyWhileItIsFrozenAndGoOnWhereItWas() throws Exception {
        try (var client = new MqttClient(broker.address(), "patient", "b/+");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            broker.freeze();

            var published = threads.submit(() -> {
                client.publish("b/held", TEXT, false, new MqttProperties());
                return client.seen();
            });
            try (var newcomer = connect()) {
                assertThat(newcomer.isConnected()).isTrue(); // by the kernel, whatever the broker does
            }
            assertThat(client.seen()).isEmpty();
            broker.thaw();

            assertThat(published.get(1, TimeUnit.MINUTES)).hasSizeLessThanOrEqualTo(1);
            var seen = Eventually.find(
                    "the message", () -> Optional.of(client.seen("b/held")).filter(messages -> !messages.isEmpty()));
            assertThat(seen).hasSize(1);
        }
    }

    @Test
    void shouldEndThoughItIsFrozen() throws Exception {
        broker.freeze();

        broker.stop();

        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), broker.port());
    }
}
