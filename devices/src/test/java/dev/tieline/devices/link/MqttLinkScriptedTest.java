package dev.tieline.devices.link;

import static dev.tieline.devices.link.LinkFixture.connect;
import static dev.tieline.devices.link.LinkFixture.failure;
import static dev.tieline.devices.link.LinkFixture.link;
import static dev.tieline.devices.link.LinkFixture.message;
import static dev.tieline.devices.link.LinkFixture.options;
import static dev.tieline.devices.link.LinkFixture.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a link does with answers that a real broker gives rarely. */
class MqttLinkScriptedTest {
    /** Of a PUBLISH to a topic of three characters, its length included. */
    private static final int PACKET_ID = 5;

    @Test
    void shouldStayConnectedWithoutASubscriptionThatTheBrokerRefuses() throws IOException {
        var refused = new CopyOnWriteArrayList<String>();
        try (var broker = broker().on(ScriptedBroker.SUBSCRIBE, asked -> ScriptedBroker.ack(0x90, asked, 0, 0x87))
                        .start();
                var link = link(options(broker.uri()))) {
            link.onSubscriptionRefused((filter, failure) -> refused.add(filter + " " + failure.kind()));
            link.subscribe("s/1", 1, message -> {});

            connect(link);

            Eventually.until("the refusal was reported", () -> !refused.isEmpty());
            assertThat(refused).containsExactly("s/1 NOT_AUTHORIZED");
            assertThat(link.lastFailure())
                    .isEqualTo("the broker refused the subscription to s/1: not authorized (0x87)");
            assertThat(link.connected()).isTrue();
        }
    }

    @Test
    void shouldTellTheReasonForWhichTheBrokerEndedTheConnection() throws IOException {
        var lost = new CopyOnWriteArrayList<String>();
        try (var broker = broker().on(ScriptedBroker.PUBLISH, asked -> new byte[] {(byte) 0xE0, 1, (byte) 0x8E})
                        .start();
                var link = link(options(broker.uri()).withBackoff(Duration.ofMinutes(1), Duration.ofMinutes(1)))) {
            link.onDisconnected(lost::add);
            connect(link);

            var failure = failure(link.publish(message("s/1", "x")));

            assertThat(failure.kind()).isEqualTo(LinkFailure.Kind.CONNECTION_LOST);
            Eventually.until("the loss was reported", () -> !lost.isEmpty());
            assertThat(lost)
                    .containsExactly("the broker ended it: session taken over by another client of the same id (0x8E)");
            assertThat(link.lastFailure()).endsWith(lost.getFirst());
        }
    }

    @Test
    void shouldNotCountAsConnectedWhenTheBrokerEndsTheConnectionBeforeItsSubscriptions() throws IOException {
        var connected = new CopyOnWriteArrayList<String>();
        try (var broker = broker().on(ScriptedBroker.SUBSCRIBE, asked -> new byte[] {(byte) 0xE0, 1, (byte) 0x97})
                        .start();
                var link = link(options(broker.uri()))) {
            link.onConnected(() -> connected.add("connected"));
            link.subscribe("s/1", 1, message -> {});
            link.start();

            Eventually.until("it was tried twice", () -> broker.connections() >= 2);

            assertThat(link.lastFailure())
                    .isEqualTo("cannot connect to " + broker.uri() + ": the broker ended it: quota exceeded (0x97)");
            assertThat(connected).isEmpty();
        }
    }

    @Test
    void shouldTellThatAQuotaIsExceeded() throws IOException {
        try (var broker = answeringPublish(0x97);
                var link = connect(link(options(broker.uri())))) {
            var failure = failure(link.publish(message("s/1", "x")));

            assertThat(failure.kind()).isEqualTo(LinkFailure.Kind.QUOTA_EXCEEDED);
        }
    }

    @Test
    void shouldKeepTheReasonCodeOfAnyOtherRefusal() throws IOException {
        try (var broker = answeringPublish(0x83);
                var link = connect(link(options(broker.uri())))) {
            var failure = failure(link.publish(message("s/1", "x")));

            assertThat(failure.kind()).isEqualTo(LinkFailure.Kind.REFUSED);
            assertThat(failure.reasonCode()).isEqualTo(0x83);
        }
    }

    @Test
    void shouldNeverHaveMoreUnderWayThanTheBrokerTakes() throws IOException {
        try (var broker = ScriptedBroker.create()
                        .on(ScriptedBroker.CONNECT, asked -> ScriptedBroker.connack(0, 0x21, 0, 3))
                        .start();
                var link = connect(link(options(broker.uri())))) {
            for (var i = 0; i < 8; i++) {
                Thread.ofVirtual().start(() -> outcome(link.publish(message("s/1", "x"))));
            }

            Eventually.until("the window is full", () -> link.underWay() == 2);
        }
    }

    @Test
    void shouldNotSendAMessageWhoseExpiryPassedWhileItWaited() throws IOException {
        try (var broker = broker().start();
                var link = connect(link(options(broker.uri()).withMaxInFlight(1)))) {
            var unanswered = link.publish(message("s/1", "x"));

            var failure = failure(link.publish(
                    OutboundMessage.of("s/1", new byte[0], MessageProperties.NONE.withExpiry(Duration.ofMillis(5)))));

            assertThat(failure.kind()).isEqualTo(LinkFailure.Kind.EXPIRED);
            assertThat(unanswered).isNotDone();
        }
    }

    @Test
    void shouldHaveAMessageWrittenOnlyWhenItHasAPlace() throws IOException {
        var written = new CopyOnWriteArrayList<String>();
        try (var broker = broker().start();
                var link = connect(link(options(broker.uri()).withMaxInFlight(1)))) {
            var unanswered = link.publish(message("s/1", "x"));

            var second = link.publish(Duration.ofMillis(5), () -> {
                written.add("written");
                return Optional.of(message("s/1", "y"));
            });

            assertThat(failure(second.orElseThrow()).kind()).isEqualTo(LinkFailure.Kind.EXPIRED);
            assertThat(written).isEmpty();
            assertThat(unanswered).isNotDone();
        }
    }

    @Test
    void shouldGiveThePlaceBackOfAMessageThatIsNotWritten() throws IOException {
        var tooLarge = OutboundMessage.of("s/1", new byte[100], MessageProperties.NONE);
        try (var broker = ScriptedBroker.create()
                        .on(ScriptedBroker.CONNECT, asked -> ScriptedBroker.connack(0, 0x27, 0, 0, 0, 64))
                        .start();
                var link = connect(link(options(broker.uri()).withMaxInFlight(1)))) {
            assertThat(link.publish(null, Optional::empty)).isEmpty();
            assertThatThrownBy(() -> link.publish(null, () -> {
                        throw new IllegalStateException("cannot be written");
                    }))
                    .hasMessage("cannot be written");
            var refused = link.publish(null, () -> Optional.of(tooLarge));

            assertThat(failure(refused.orElseThrow()).kind()).isEqualTo(LinkFailure.Kind.PACKET_TOO_LARGE);
            assertThat(link.underWay()).isZero();
        }
    }

    @Test
    void shouldDropAMessageThatItCannotReadAndStayConnected() throws IOException {
        var received = new Received();
        var lost = new CopyOnWriteArrayList<String>();
        try (var broker = broker().on(
                                ScriptedBroker.SUBSCRIBE,
                                asked -> ScriptedBroker.join(
                                        ScriptedBroker.ack(0x90, asked, 0, 0),
                                        // user property a = U+FDE0, which the client library lets through
                                        new byte[] {
                                            0x30, 15, 0, 3, 's', '/', '1', 9, 0x26, 0, 1, 'a', 0, 3, -17, -73, -96
                                        },
                                        new byte[] {0x30, 7, 0, 3, 's', '/', '1', 0, 'x'}))
                        .start();
                var link = link(options(broker.uri()))) {
            link.onDisconnected(lost::add);
            link.subscribe("s/1", 1, received);

            connect(link);

            received.await(1);
            assertThat(received.texts()).containsExactly("x");
            assertThat(lost).isEmpty();
        }
    }

    @Test
    void shouldGiveUpAnAttemptThatIsNeverAnswered() throws IOException {
        try (var broker = ScriptedBroker.create().start();
                var link = link(options(broker.uri())
                        .withTimes(new LinkTimes(
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(10),
                                Duration.ofMillis(300),
                                Duration.ofMillis(10),
                                Duration.ofMillis(20))))) {
            link.start();

            Eventually.until("it was tried twice", () -> broker.connections() >= 2);

            assertThat(link.lastFailure()).endsWith("no answer within PT0.3S");
            assertThat(link.connected()).isFalse();
        }
    }

    private static ScriptedBroker broker() {
        return ScriptedBroker.create().on(ScriptedBroker.CONNECT, asked -> ScriptedBroker.connack(0));
    }

    private static ScriptedBroker answeringPublish(int code) {
        return broker().on(ScriptedBroker.PUBLISH, asked -> ScriptedBroker.ack(0x40, asked, PACKET_ID, code))
                .start();
    }
}
