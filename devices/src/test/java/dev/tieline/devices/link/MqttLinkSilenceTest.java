package dev.tieline.devices.link;

import static dev.tieline.devices.link.LinkFixture.connect;
import static dev.tieline.devices.link.LinkFixture.failure;
import static dev.tieline.devices.link.LinkFixture.link;
import static dev.tieline.devices.link.LinkFixture.message;
import static dev.tieline.devices.link.LinkFixture.options;
import static dev.tieline.devices.link.LinkFixture.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a link does with a broker that is there and says nothing, as one that was stopped or is behind a dead line. */
class MqttLinkSilenceTest {
    private static final int MEBIBYTE = 1024 * 1024;
    /** Of a PUBLISH to a topic of three characters, its length included. */
    private static final int PACKET_ID = 5;

    private final CountDownLatch ended = new CountDownLatch(1);

    @AfterEach
    void letTheBrokerGo() {
        ended.countDown();
    }

    @Test
    void shouldConnectAnewWhenAMessageIsNotAcknowledged() throws IOException {
        var lost = new CopyOnWriteArrayList<String>();
        try (var broker = broker().on(ScriptedBroker.PINGREQ, asked -> new byte[] {(byte) 0xD0, 0})
                        .start();
                var link = link(options(broker.uri()).withAckTimeout(Duration.ofMillis(300)))) {
            link.onDisconnected(lost::add);
            connect(link);

            var failure = failure(link.publish(message("s/1", "x")));

            assertThat(failure.kind()).isEqualTo(LinkFailure.Kind.CONNECTION_LOST);
            assertThat(failure.detail()).endsWith("the broker did not acknowledge a message for 300 ms");
            Eventually.until("it connected anew", () -> broker.connections() == 2 && link.connected());
            assertThat(lost).containsExactly("the broker did not acknowledge a message for 300 ms");
        }
    }

    @Test
    void shouldStayConnectedWhileEachMessageIsAcknowledgedInItsTime() throws IOException {
        try (var broker = broker().on(ScriptedBroker.PUBLISH, asked -> ScriptedBroker.ack(0x40, asked, PACKET_ID, 0))
                        .start();
                var link = connect(link(options(broker.uri()).withAckTimeout(Duration.ofSeconds(2))))) {
            var start = System.nanoTime();
            while (System.nanoTime() - start < Duration.ofSeconds(3).toNanos()) {
                assertThat(outcome(link.publish(message("s/1", "x")))).isEqualTo(new PublishOutcome.Accepted());
            }

            assertThat(broker.connections()).isOne();
        }
    }

    /** The library asks for a sign of life after a keep alive of silence, and waits less than another for the answer. */
    @Test
    void shouldGiveUpABrokerThatOwesASingleSignOfLife() throws IOException {
        var pings = new AtomicInteger();
        try (var broker = broker().on(ScriptedBroker.PINGREQ, counting(pings)).start();
                var link = link(options(broker.uri())
                        .withKeepAlive(Duration.ofSeconds(1))
                        .withBackoff(Duration.ofMinutes(1), Duration.ofMinutes(1)))) {
            connect(link);

            Eventually.until("the silence was noticed", () -> !link.connected());

            assertThat(pings).hasValue(1);
        }
    }

    @Test
    void shouldGiveUpASilentBrokerThoughItGoesOnSending() throws IOException {
        var pings = new AtomicInteger();
        try (var broker = broker().on(ScriptedBroker.PINGREQ, counting(pings)).start();
                var link = link(options(broker.uri())
                        .withKeepAlive(Duration.ofSeconds(1))
                        .withBackoff(Duration.ofMinutes(1), Duration.ofMinutes(1)))) {
            connect(link);
            var unacknowledged = new OutboundMessage("s/1", new byte[1], 0, false, MessageProperties.NONE);

            Eventually.until("the silence was noticed", () -> {
                outcome(link.publish(unacknowledged));
                return !link.connected();
            });

            assertThat(pings).hasValue(1);
        }
    }

    @Test
    @SuppressWarnings("try") // closing is what ends the publishes
    void shouldBlockNobodyLongerThanTheMessageLivesWhenTheBrokerReadsNothing() throws IOException {
        var expiry = MessageProperties.NONE.withExpiry(Duration.ofMillis(200));
        var published = new ArrayList<CompletableFuture<PublishOutcome>>();
        try (var broker = deaf(ScriptedBroker.create());
                var link = connect(link(options(broker.uri()).withMaxInFlight(4)))) {
            for (var i = 0; i < 8; i++) {
                published.add(link.publish(OutboundMessage.of("s/1", new byte[4 * MEBIBYTE], expiry)));
            }

            assertThat(published.subList(4, 8))
                    .as("those that found no place")
                    .allSatisfy(future -> assertThat(failure(future).kind()).isEqualTo(LinkFailure.Kind.EXPIRED));
        }
        assertThat(published.subList(0, 4))
                .as("those that were under way when the link was closed")
                .allSatisfy(future -> assertThat(failure(future).kind()).isEqualTo(LinkFailure.Kind.CONNECTION_LOST));
    }

    @Test
    void shouldConnectAnewWhenTheBrokerReadsNothing() throws IOException {
        try (var broker = deaf(ScriptedBroker.create());
                var link = connect(link(options(broker.uri()).withKeepAlive(Duration.ofSeconds(1))))) {
            var stuck = link.publish(OutboundMessage.of("s/1", new byte[8 * MEBIBYTE], MessageProperties.NONE));

            assertThat(failure(stuck).kind()).isEqualTo(LinkFailure.Kind.CONNECTION_LOST);

            Eventually.until("it connected anew", () -> broker.connections() >= 2 && link.connected());
        }
    }

    @Test
    void shouldCloseWhileTheBrokerReadsNothing() throws IOException {
        try (var broker = deaf(ScriptedBroker.create())) {
            assertThatItCloses(options(broker.uri()));
        }
    }

    @Test
    void shouldCloseWhileTheBrokerReadsNothingBehindTls(@TempDir Path folder) throws Exception {
        var certificate = TestCertificate.selfSigned(folder, "localhost");
        try (var broker = deaf(ScriptedBroker.create(certificate.context(folder)))) {
            var address = URI.create("mqtts://localhost:" + broker.uri().getPort());
            assertThatItCloses(options(address).withTls(TlsOptions.trusting(certificate.pem())));
        }
    }

    private static void assertThatItCloses(LinkOptions options) {
        var link = connect(link(options));
        var stuck = link.publish(OutboundMessage.of("s/1", new byte[8 * MEBIBYTE], MessageProperties.NONE));

        var closing = Thread.ofVirtual().start(link::close);

        Eventually.until("it closed", () -> !closing.isAlive());
        assertThat(failure(stuck).kind()).isEqualTo(LinkFailure.Kind.CONNECTION_LOST);
        Eventually.until(
                "its threads ended: " + threadsOf(options),
                () -> threadsOf(options).isEmpty());
    }

    private static List<String> threadsOf(LinkOptions options) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(options.clientId() + "-") || name.endsWith(options.clientId()))
                .toList();
    }

    private static ScriptedBroker broker() {
        return accepting(ScriptedBroker.create());
    }

    private static ScriptedBroker accepting(ScriptedBroker broker) {
        return broker.on(ScriptedBroker.CONNECT, asked -> ScriptedBroker.connack(0));
    }

    /** One that reads nothing more of a connection once it has begun to publish. */
    private ScriptedBroker deaf(ScriptedBroker broker) {
        return accepting(broker)
                .onBegin(ScriptedBroker.PUBLISH, () -> {
                    try {
                        ended.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start();
    }

    private static Function<byte[], byte[]> counting(AtomicInteger pings) {
        return asked -> {
            pings.incrementAndGet();
            return new byte[0];
        };
    }
}
