package dev.tieline.cloud.messaging;

import static dev.tieline.cloud.messaging.Stage.client;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.FreePort;
import dev.tieline.devices.testing.MosquittoProcess;
import dev.tieline.devices.testing.faults.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutboundChannelTest {
    private static MosquittoProcess broker;

    private final List<InboundMessage> received = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startBroker() {
        broker = MosquittoProcess.start("allow_anonymous true", "max_queued_messages 0");
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void shouldPublishAsTheMetadataSay() {
        var properties = new MessageProperties(
                "o/reply", new byte[] {1}, Duration.ofSeconds(60), "application/json", Map.of("who", "me"));
        try (var client = listening("o/metadata");
                var stage = new Stage(broker.uri())) {
            var producer = Producer.of(stage.outgoing("out", "topic", "o/elsewhere"));
            stage.connect();

            producer.send("x", new OutboundMqttMetadata("o/metadata", 1, false, properties));

            producer.awaitAcknowledged(1);
            arrived(1);
            var message = received.getFirst();
            assertThat(Stage.text(message.payload())).isEqualTo("x");
            assertThat(message.properties().responseTopic()).isEqualTo("o/reply");
            assertThat(message.properties().correlationData()).containsExactly(1);
            assertThat(message.properties().contentType()).isEqualTo("application/json");
            assertThat(message.properties().user()).containsExactly(Map.entry("who", "me"));
            assertThat(message.properties().expiry()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
            assertThat(client.connected()).isTrue();
        }
    }

    @Test
    void shouldPublishAsTheAttributesSayWithoutMetadata() {
        try (var stage = new Stage(broker.uri())) {
            var producer = Producer.of(stage.outgoing("out", "topic", "o/kept", "retain", "true", "qos", "0"));
            stage.connect();
            producer.send("kept");
            producer.awaitAcknowledged(1);

            try (var client = listening("o/kept")) {
                arrived(1);
                assertThat(received.getFirst().retained()).isTrue();
                assertThat(client.connected()).isTrue();
            }
        }
    }

    @Test
    void shouldAcknowledgeAMessageThatNobodyIsSubscribedTo() {
        try (var stage = new Stage(broker.uri())) {
            var producer = Producer.of(stage.outgoing("out", "topic", "o/nobody"));
            stage.connect();

            producer.send("x");

            producer.awaitAcknowledged(1);
            assertThat(producer.refusals()).isZero();
        }
    }

    @Test
    void shouldRefuseAMessageThatNobodyIsSubscribedToIfItShall() {
        try (var stage = new Stage(broker.uri())) {
            var producer = Producer.of(stage.outgoing("out", "topic", "o/nobody", "when-nobody-listens", "refuse"));
            stage.connect();

            producer.send("x");

            assertThat(failure(producer, "x").reasonCode()).isEqualTo(0x10);
        }
    }

    @Test
    void shouldRefuseAMessageThatSaysNotWhereTo() {
        try (var stage = new Stage(broker.uri())) {
            var producer = Producer.of(stage.outgoing("out"));
            stage.connect();

            producer.send("x");

            assertThat(producer.awaitRefusal("x"))
                    .hasMessage("the message says not where to, nor does the channel 'out'. Maybe give it"
                            + " OutboundMqttMetadata, or the channel a topic");
        }
    }

    @Test
    void shouldRefuseAPayloadThatIsNotBytes() {
        try (var stage = new Stage(broker.uri())) {
            var producer = Producer.of(stage.outgoing("out", "topic", "o/text"));
            stage.connect();

            producer.sendPayload("x", "text");

            assertThat(producer.awaitRefusal("x"))
                    .hasMessage("the channel 'out' publishes byte[], and this is java.lang.String");
        }
    }

    @Test
    void shouldAskForNoMoreThanItMayHaveInFlight() {
        try (var stage = new Stage(nobody())) {
            var channel = stage.outgoing("out", "topic", "o/flight", "max-in-flight", "3");

            var producer = Producer.of(channel);

            assertThat(producer.requested()).isEqualTo(3);
            IntStream.range(0, 3).forEach(i -> producer.send(Integer.toString(i)));
            assertThat(producer.requested()).isZero();
        }
    }

    @Test
    void shouldKeepWhatIsSentWhileDisconnectedInOrder() {
        try (var proxy = FaultProxy.before(broker.port());
                var client = listening("o/wait");
                var stage = new Stage(proxy.uri())) {
            var producer = Producer.of(stage.outgoing("out", "topic", "o/wait"));
            var expected = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
            expected.forEach(producer::send);
            assertThat(producer.acknowledged()).isEmpty();

            stage.connect();

            producer.awaitAcknowledged(50);
            arrived(50);
            assertThat(texts()).containsExactlyElementsOf(expected);
            assertThat(client.connected()).isTrue();
        }
    }

    @Test
    void shouldLoseNothingOfWhatItAcknowledgedOverManyLostConnections() {
        try (var proxy = FaultProxy.before(broker.port());
                var client = listening("o/cuts");
                var stage = new Stage(proxy.uri())) {
            var producer = Producer.of(stage.outgoing("out", "topic", "o/cuts", "max-in-flight", "4"));
            stage.connect();

            for (var i = 0; i < 300; i++) {
                if (i % 100 == 50) {
                    proxy.cut();
                }
                producer.send(Integer.toString(i));
            }

            Eventually.until(
                    "each message has an outcome", () -> producer.acknowledged().size() + producer.refusals() == 300);
            Eventually.until("all arrived", () -> texts().containsAll(producer.acknowledged()));
            assertThat(producer.acknowledged()).hasSizeGreaterThanOrEqualTo(300 - 3 * 4); // what was under way
            assertThat(texts()).isSortedAccordingTo((a, b) -> Integer.parseInt(a) - Integer.parseInt(b));
            assertThat(client.connected()).isTrue();
        }
    }

    @Test
    void shouldRefuseAWaitingMessageOnceItsExpiryHasPassed() {
        try (var stage = new Stage(nobody())) {
            var producer = Producer.of(stage.outgoing("out"));
            stage.connector().connect();

            producer.send(
                    "x",
                    OutboundMqttMetadata.of("o/expired", MessageProperties.NONE.withExpiry(Duration.ofMillis(20))));

            assertThat(failure(producer, "x").kind()).isEqualTo(LinkFailure.Kind.EXPIRED);
        }
    }

    @Test
    void shouldRefuseAtOnceWhileDisconnectedIfItShallNotWait() {
        try (var stage = new Stage(nobody())) {
            var producer = Producer.of(stage.outgoing("out", "topic", "o/fail", "when-disconnected", "fail"));

            producer.send("x");

            assertThat(failure(producer, "x").kind()).isEqualTo(LinkFailure.Kind.NOT_CONNECTED);
        }
    }

    @Test
    void shouldRefuseWhatStillWaitsWhenItCloses() {
        var stage = new Stage(nobody());
        var producer = Producer.of(stage.outgoing("out", "topic", "o/close"));
        producer.send("a");
        producer.send("b");

        stage.close();

        assertThat(failure(producer, "a").kind()).isIn(LinkFailure.Kind.NOT_CONNECTED, LinkFailure.Kind.INTERRUPTED);
        assertThat(failure(producer, "b").kind()).isEqualTo(LinkFailure.Kind.NOT_CONNECTED);
    }

    @Test
    void shouldTellWhyTheBrokerRefusedAMessage() {
        try (var guarded = MosquittoProcess.startClosing("o/closed");
                var stage = new Stage(guarded.uri())) {
            var channel = stage.outgoing("out");
            var producer = Producer.of(channel);
            stage.connect();

            producer.send("x", OutboundMqttMetadata.of("o/closed", MessageProperties.NONE));

            var failure = failure(producer, "x");
            assertThat(failure.kind()).isEqualTo(LinkFailure.Kind.NOT_AUTHORIZED);
            assertThat(channel.remark()).contains("the last refusal: " + failure.detail());
            assertThat(channel.unready()).isEmpty();
            producer.send("y", OutboundMqttMetadata.of("o/open", MessageProperties.NONE));
            producer.awaitAcknowledged(1);
        }
    }

    @Test
    void shouldCarryTenThousandMessagesThroughBothChannelsWithoutLoss() {
        var expected = IntStream.range(0, 10_000).mapToObj(Integer::toString).toList();
        try (var stage = new Stage(broker.uri())) {
            var consumer = Consumer.acknowledging(stage.incoming("in", "topic", "o/many"));
            stage.connect();
            var producer = Producer.of(stage.outgoing("out", "topic", "o/many"));

            expected.forEach(producer::send);

            producer.awaitAcknowledged(10_000);
            consumer.await(10_000);
            assertThat(consumer.texts()).containsExactlyElementsOf(expected);
            assertThat(producer.refusals()).isZero();
        }
    }

    /** A client that keeps what comes on a topic; its own empty messages only tell it that it is subscribed. */
    private MqttLink listening(String topic) {
        var subscribed = new CountDownLatch(1);
        var client = client(broker.uri());
        client.subscribe(topic, 1, message -> {
            if (message.payload().length == 0) {
                subscribed.countDown();
            } else {
                received.add(message);
            }
        });
        Eventually.until("the subscription is there", () -> {
            var unused = client.publish(new OutboundMessage(topic, new byte[0], 0, false, MessageProperties.NONE));
            return subscribed.getCount() == 0;
        });
        return client;
    }

    private List<String> texts() {
        return received.stream().map(message -> Stage.text(message.payload())).toList();
    }

    private void arrived(int count) {
        Eventually.until(count + " messages arrived", () -> texts().size() >= count);
    }

    private static LinkFailure failure(Producer producer, String name) {
        if (producer.awaitRefusal(name) instanceof PublishException refusal) {
            return refusal.failure();
        }
        throw new AssertionError("the refusal is of another kind: " + producer.awaitRefusal(name));
    }

    /** The address of a broker that is not there. */
    private static URI nobody() {
        return URI.create("mqtt://127.0.0.1:" + FreePort.find());
    }
}
