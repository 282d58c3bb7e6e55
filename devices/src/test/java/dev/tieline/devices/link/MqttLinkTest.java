package dev.tieline.devices.link;

import static dev.tieline.devices.link.LinkFixture.bytes;
import static dev.tieline.devices.link.LinkFixture.connect;
import static dev.tieline.devices.link.LinkFixture.failure;
import static dev.tieline.devices.link.LinkFixture.link;
import static dev.tieline.devices.link.LinkFixture.message;
import static dev.tieline.devices.link.LinkFixture.options;
import static dev.tieline.devices.link.LinkFixture.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.testing.MosquittoProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a link does while its broker is well. */
class MqttLinkTest {
    private static final int MAX_PACKET = 64 * 1024;
    private static MosquittoProcess broker;

    @BeforeAll
    static void startBroker() {
        broker = MosquittoProcess.start("allow_anonymous true", "max_packet_size " + MAX_PACKET);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void shouldCarryAllPropertiesOfAMessage() {
        var received = new Received();
        var user = new LinkedHashMap<String, String>();
        user.put("tieline-request", "r-1");
        user.put("zuständig", "Grüße");
        var properties = new MessageProperties(
                "a/reply", new byte[] {0, 1, -1}, Duration.ofMillis(2_500), "application/octet-stream", user);
        try (var link = link(options(broker.uri()))) {
            link.subscribe("t/properties", 1, received);
            connect(link);

            var outcome = outcome(link.publish(new OutboundMessage("t/properties", bytes("x"), 1, false, properties)));

            assertThat(outcome).isEqualTo(new PublishOutcome.Accepted());
            var message = received.awaitFirst();
            assertThat(message.topic()).isEqualTo("t/properties");
            assertThat(message.payload()).isEqualTo(bytes("x"));
            assertThat(message.retained()).isFalse();
            assertThat(message.properties().responseTopic()).isEqualTo("a/reply");
            assertThat(message.properties().correlationData()).containsExactly(0, 1, -1);
            assertThat(message.properties().contentType()).isEqualTo("application/octet-stream");
            assertThat(message.properties().user()).containsExactlyEntriesOf(user);
            assertThat(message.properties().repeated()).isEmpty();
            assertThat(message.properties().expiry()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
        }
    }

    @Test
    void shouldCarryAnAnswerBackToTheOneWhoAsked() {
        var answers = new Received();
        try (var server = link(options(broker.uri()));
                var client = link(options(broker.uri()))) {
            server.subscribe("t/ask", 1, request -> {
                var properties = request.properties();
                var reply = MessageProperties.NONE.withCorrelation(properties.correlationData());
                var unused = server.publish(OutboundMessage.of(
                        Objects.requireNonNull(properties.responseTopic()), request.payload(), reply));
            });
            client.subscribe("t/answer", 1, answers);
            connect(server);
            connect(client);

            var asked = client.publish(OutboundMessage.of(
                    "t/ask", bytes("question"), MessageProperties.NONE.withReplyTo("t/answer", new byte[] {7})));

            assertThat(outcome(asked)).isEqualTo(new PublishOutcome.Accepted());
            assertThat(answers.awaitFirst().properties().correlationData()).containsExactly(7);
            assertThat(answers.texts()).containsExactly("question");
        }
    }

    @Test
    void shouldReceiveWhatTheBrokerRetained() {
        var received = new Received();
        try (var writer = connect(link(options(broker.uri())));
                var reader = link(options(broker.uri()))) {
            outcome(writer.publish(OutboundMessage.retained("t/retained", bytes("kept"))));
            reader.subscribe("t/retained", 1, received);

            connect(reader);

            assertThat(received.awaitFirst().retained()).isTrue();
            assertThat(received.texts()).containsExactly("kept");
        }
    }

    @Test
    void shouldSubscribeWhileConnected() {
        var received = new Received();
        try (var link = connect(link(options(broker.uri())))) {
            outcome(link.publish(OutboundMessage.retained("t/late", bytes("kept"))));

            link.subscribe("t/late", 1, received);

            assertThat(received.awaitFirst().retained()).isTrue();
        }
    }

    @Test
    void shouldSayThatNobodySubscribed() {
        try (var link = connect(link(options(broker.uri())))) {
            var outcome = outcome(link.publish(message("t/nobody", "x")));

            assertThat(outcome).isEqualTo(new PublishOutcome.NoSubscribers());
        }
    }

    @Test
    void shouldCountAMessageAtQosZeroAsAcceptedOnceItLeft() {
        var received = new Received();
        try (var link = link(options(broker.uri()))) {
            link.subscribe("t/zero", 0, received);
            connect(link);

            var outcome =
                    outcome(link.publish(new OutboundMessage("t/zero", bytes("x"), 0, false, MessageProperties.NONE)));

            assertThat(outcome).isEqualTo(new PublishOutcome.Accepted());
            received.await(1);
        }
    }

    @Test
    void shouldAcceptAPacketOfExactlyTheBrokersLimit() {
        try (var link = connect(link(options(broker.uri())))) {
            var message = messageOfPacketSize("t/limit", MAX_PACKET - 3); // three bytes define a topic alias

            assertThat(link.maximumPacketSize()).isEqualTo(MAX_PACKET);
            assertThat(outcome(link.publish(message))).isEqualTo(new PublishOutcome.NoSubscribers());
        }
    }

    @Test
    void shouldRefuseAPacketAboveTheBrokersLimitAndStayConnected() {
        var lost = new CopyOnWriteArrayList<String>();
        try (var link = link(options(broker.uri()))) {
            link.onDisconnected(lost::add);
            connect(link);

            var failure = failure(link.publish(messageOfPacketSize("t/limit", MAX_PACKET - 2)));

            assertThat(failure.kind()).isEqualTo(LinkFailure.Kind.PACKET_TOO_LARGE);
            assertThat(failure.detail())
                    .isEqualTo("the packet to t/limit would have 65537 bytes, and the broker takes at most 65536");
            assertThat(outcome(link.publish(message("t/limit", "small"))))
                    .isEqualTo(new PublishOutcome.NoSubscribers());
            assertThat(lost).isEmpty();
        }
    }

    @Test
    void shouldGoOnAfterAHandlerFailed() {
        var received = new Received();
        try (var link = link(options(broker.uri()).withLimits(new LinkLimits(64, 1, 16, 1 << 20)))) {
            link.subscribe("t/failing", 1, message -> {
                received.accept(message);
                throw new IllegalStateException("this handler fails on purpose");
            });
            connect(link);

            outcome(link.publish(message("t/failing", "first")));
            outcome(link.publish(message("t/failing", "second")));

            received.await(2); // with a window of one, the second comes only if the first was acknowledged
            assertThat(received.texts()).containsExactly("first", "second");
        }
    }

    @Test
    void shouldRefuseASecondHandlerForAFilter() {
        try (var link = link(options(broker.uri()))) {
            link.subscribe("t/+", 1, message -> {});

            assertThatThrownBy(() -> link.subscribe("t/+", 1, message -> {}))
                    .hasMessage("'t/+' is already subscribed on this link");
        }
    }

    @Test
    void shouldAnswerThatItIsNotConnectedBeforeItsStart() {
        try (var link = link(options(broker.uri()))) {
            var failure = failure(link.publish(message("t/early", "x")));

            assertThat(failure.kind()).isEqualTo(LinkFailure.Kind.NOT_CONNECTED);
            assertThat(failure.detail()).isEqualTo("there is no connection to a broker at this moment");
        }
    }

    @Test
    void shouldTellWhyABrokerRefusesAMessage() {
        try (var guarded = MosquittoProcess.start("allow_anonymous true", "acl_file " + aclFile());
                var link = connect(link(options(guarded.uri()).withCredentials("reader", null)))) {
            var failure = failure(link.publish(message("t/guarded", "x")));

            assertThat(failure.kind()).isEqualTo(LinkFailure.Kind.NOT_AUTHORIZED);
            assertThat(failure.reasonCode()).isEqualTo(0x87);
            assertThat(failure.detail())
                    .isEqualTo("the broker refused the message to t/guarded: not authorized (0x87)");
        }
    }

    private static Path aclFile() {
        try {
            var file = Files.createTempFile("tieline-acl-", ".txt");
            file.toFile().deleteOnExit();
            return Files.writeString(file, "user reader\ntopic read t/#\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OutboundMessage messageOfPacketSize(String topic, int size) {
        var empty = PacketSize.of(message(topic, "x".repeat(size - 100)));
        var missing = (int) (size - empty);
        return message(topic, "x".repeat(size - 100 + missing));
    }
}
