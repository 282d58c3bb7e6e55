package dev.tieline.devices.link;

import static dev.tieline.devices.link.LinkFixture.connect;
import static dev.tieline.devices.link.LinkFixture.link;
import static dev.tieline.devices.link.LinkFixture.message;
import static dev.tieline.devices.link.LinkFixture.options;
import static dev.tieline.devices.link.LinkFixture.outcome;
import static dev.tieline.devices.testing.faults.Direction.FROM_BROKER;
import static dev.tieline.devices.testing.faults.Direction.TO_BROKER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.MosquittoProcess;
import dev.tieline.devices.testing.faults.FaultProxy;
import dev.tieline.devices.testing.faults.PacketType;
import dev.tieline.devices.testing.faults.Shape;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a link makes of packets that are lost, late or there twice. */
class MqttLinkPacketFaultTest {
    private static MosquittoProcess broker;

    @BeforeAll
    static void startBroker() {
        broker = MosquittoProcess.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = PacketType.class,
            names = {"CONNACK", "SUBACK"})
    void shouldBeginAnewWhenTheAnswerToItsBeginningIsLost(PacketType answer) {
        var received = new Received();
        try (var proxy = FaultProxy.before(broker.port());
                var link = link(impatient(proxy))) {
            link.subscribe("f/begin", 1, received);
            proxy.drop(FROM_BROKER, answer, 1);

            connect(link);

            assertThat(proxy.dropped(FROM_BROKER)).isEqualTo(1);
            assertThat(proxy.seen(TO_BROKER, PacketType.CONNECT)).isGreaterThanOrEqualTo(2);
            assertThat(outcome(link.publish(message("f/begin", "x")))).isEqualTo(new PublishOutcome.Accepted());
            received.await(1);
        }
    }

    @Test
    void shouldHandOutAMessageThatComesTwiceAsTwoAndGoOn() {
        var received = new Received();
        try (var proxy = FaultProxy.before(broker.port());
                var writer = connect(link(options(broker.uri())));
                var link = link(options(proxy.uri()))) {
            link.subscribe("f/twice", 1, received);
            connect(link);
            proxy.duplicate(FROM_BROKER, PacketType.PUBLISH, 1);

            outcome(writer.publish(message("f/twice", "a")));
            outcome(writer.publish(message("f/twice", "b")));

            received.await(3);
            assertThat(received.texts()).containsExactly("a", "a", "b");
            assertThat(proxy.seen(TO_BROKER, PacketType.CONNECT)).isEqualTo(1);
        }
    }

    @Test
    void shouldPublishOverASlowAndShakyLine() {
        try (var proxy = FaultProxy.before(broker.port());
                var link = link(options(proxy.uri()))) {
            connect(link);
            proxy.shape(TO_BROKER, new Shape(Duration.ofMillis(10), Duration.ofMillis(10), 1_000_000));
            proxy.shape(FROM_BROKER, Shape.latency(Duration.ofMillis(10)));

            outcome(link.publish(message("f/slow", "x")));

            assertThat(link.roundTrip())
                    .hasValueSatisfying(time -> assertThat(time).isGreaterThanOrEqualTo(Duration.ofMillis(20)));
        }
    }

    private static LinkOptions impatient(FaultProxy proxy) {
        var patience = Duration.ofSeconds(3);
        return options(proxy.uri())
                .withTimes(new LinkTimes(
                        Duration.ofSeconds(10), patience, patience, Duration.ofMillis(10), Duration.ofMillis(200)));
    }
}
