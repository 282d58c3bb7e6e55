package dev.tieline.cloud.messaging;

import static dev.tieline.cloud.messaging.Stage.bytes;
import static dev.tieline.cloud.messaging.Stage.client;
import static dev.tieline.cloud.messaging.Stage.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.MosquittoProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InboundChannelTest {
    private static final int WINDOW = 4;
    private static MosquittoProcess broker;

    @BeforeAll
    static void startBroker() {
        broker = MosquittoProcess.start("allow_anonymous true", "max_queued_messages 0");
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void shouldCarryTopicAndPropertiesAsMetadata() {
        var properties = new MessageProperties(
                "i/reply", new byte[] {0, 7}, Duration.ofSeconds(60), "application/cbor", Map.of("who", "me"));
        try (var stage = new Stage(broker.uri());
                var client = client(broker.uri())) {
            var consumer = Consumer.acknowledging(stage.incoming("in", "topic", "i/properties/+"));
            stage.connect();

            publish(client, new OutboundMessage("i/properties/1", bytes("x"), 1, false, properties));

            consumer.await(1);
            var metadata = consumer.metadata(0);
            assertThat(consumer.texts()).containsExactly("x");
            assertThat(metadata.topic()).isEqualTo("i/properties/1");
            assertThat(metadata.retained()).isFalse();
            assertThat(metadata.properties().responseTopic()).isEqualTo("i/reply");
            assertThat(metadata.properties().correlationData()).containsExactly(0, 7);
            assertThat(metadata.properties().contentType()).isEqualTo("application/cbor");
            assertThat(metadata.properties().user()).containsExactly(Map.entry("who", "me"));
            assertThat(metadata.properties().expiry()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
        }
    }

    @Test
    void shouldTellWhatTheBrokerHadKept() {
        try (var stage = new Stage(broker.uri());
                var client = client(broker.uri())) {
            publish(client, OutboundMessage.retained("i/kept", bytes("kept")));
            var consumer = Consumer.acknowledging(stage.incoming("in", "topic", "i/kept"));

            stage.connect();

            consumer.await(1);
            assertThat(consumer.metadata(0).retained()).isTrue();
        }
    }

    @Test
    void shouldHandOnNoMoreThanWasRequested() {
        try (var stage = new Stage(broker.uri());
                var client = client(broker.uri())) {
            var channel = stage.incoming("in", "topic", "i/demand");
            var consumer = Consumer.idle(channel);
            stage.connect();
            publish(client, "i/demand", 5);
            Eventually.until("all wait", () -> channel.waiting() == 5);

            consumer.request(2);

            Eventually.until("three still wait", () -> channel.waiting() == 3);
            consumer.await(2);
            assertThat(consumer.texts()).containsExactly("0", "1");
            consumer.request(3);
            consumer.await(5);
            assertThat(consumer.texts()).containsExactly("0", "1", "2", "3", "4");
        }
    }

    @Test
    void shouldKeepAtMostAWindowOfUnacknowledgedMessagesWhileTheRestWaitsAtTheBroker() {
        try (var stage = new Stage(broker.uri(), WINDOW);
                var client = client(broker.uri())) {
            var channel = stage.incoming("in", "topic", "i/window");
            var fence = Consumer.of(stage.incoming("fence", "topic", "i/fence", "qos", "0"));
            var consumer = Consumer.idle(channel);
            stage.connect();

            publish(client, "i/window", 300);
            publish(client, new OutboundMessage("i/fence", bytes("x"), 0, false, MessageProperties.NONE));

            fence.await(1); // whatever the broker sends before it is there
            assertThat(channel.waiting()).isEqualTo(WINDOW);
            consumer.request(300);
            for (var i = 0; i < 300; i++) {
                consumer.await(i + 1);
                consumer.acknowledge(i);
            }
            assertThat(consumer.texts())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 300).mapToObj(Integer::toString).toList());
        }
    }

    @Test
    void shouldHoldItsPlaceInTheWindowForAMessageThatIsNotAcknowledged() {
        try (var stage = new Stage(broker.uri(), WINDOW);
                var client = client(broker.uri())) {
            var consumer = Consumer.of(stage.incoming("in", "topic", "i/place"));
            var fence = Consumer.of(stage.incoming("fence", "topic", "i/place-fence", "qos", "0"));
            stage.connect();
            publish(client, "i/place", 10);
            consumer.await(WINDOW);
            IntStream.range(1, WINDOW).forEach(consumer::acknowledge); // all but the first
            publish(client, new OutboundMessage("i/place-fence", bytes("x"), 0, false, MessageProperties.NONE));
            fence.await(1);
            assertThat(consumer.count()).isEqualTo(WINDOW);

            consumer.acknowledge(0);

            consumer.await(10);
        }
    }

    @Test
    void shouldNotBeGivenAnUnacknowledgedMessageAgainAfterAReconnect() {
        try (var own = MosquittoProcess.start();
                var stage = new Stage(own.uri())) {
            var consumer = Consumer.of(stage.incoming("in", "topic", "i/again"));
            stage.connect();
            try (var client = client(own.uri())) {
                publish(client, "i/again", 1);
            }
            consumer.await(1);
            own.kill();
            own.restart();
            stage.awaitConnections(2);

            try (var client = client(own.uri())) {
                publish(client, new OutboundMessage("i/again", bytes("new"), 1, false, MessageProperties.NONE));
            }

            consumer.await(2);
            assertThat(consumer.texts()).containsExactly("0", "new");
        }
    }

    @Test
    void shouldDropTheOldestAtQosZeroAndCountIt() {
        try (var stage = new Stage(broker.uri());
                var client = client(broker.uri())) {
            var channel = stage.incoming("in", "topic", "i/zero", "qos", "0", "qos0-buffer", "10");
            var consumer = Consumer.idle(channel);
            stage.connect();

            publish(client, "i/zero", 100);

            Eventually.until("90 were dropped", () -> channel.dropped() == 90);
            consumer.request(100);
            consumer.await(10);
            assertThat(consumer.texts()).containsExactly("90", "91", "92", "93", "94", "95", "96", "97", "98", "99");
            assertThat(stage.connector().droppedMessages()).containsExactly(Map.entry("in", 90L));
            assertThat(channel.remark()).contains("90 messages at QoS 0 were dropped");
        }
    }

    @Test
    void shouldIgnoreWhatItsConsumerRefusesAndGoOn() {
        try (var stage = new Stage(broker.uri(), 1);
                var client = client(broker.uri())) {
            var channel = stage.incoming("in", "topic", "i/ignore");
            var consumer = Consumer.of(channel);
            stage.connect();
            publish(client, "i/ignore", 2);
            consumer.await(1);

            consumer.refuse(0, new IllegalStateException("refused on purpose"));

            consumer.await(2);
            assertThat(channel.stopped()).isEmpty();
        }
    }

    @Test
    void shouldStopWhenItsConsumerRefusesAMessageAndTheStrategyIsToFail() {
        var reason = new IllegalStateException("refused on purpose");
        try (var stage = new Stage(broker.uri(), 2);
                var client = client(broker.uri())) {
            var channel = stage.incoming("in", "topic", "i/fail", "failure-strategy", "fail");
            var consumer = Consumer.of(channel);
            var other = Consumer.acknowledging(stage.incoming("other", "topic", "i/other"));
            stage.connect();
            publish(client, "i/fail", 2);
            consumer.await(2);

            consumer.refuse(0, reason);

            Eventually.until("the consumer knows", () -> consumer.failure() != null);
            assertThat(consumer.failure()).isSameAs(reason);
            assertThat(channel.stopped()).contains("stopped: java.lang.IllegalStateException: refused on purpose");
            consumer.acknowledge(1);
            publish(client, "i/other", 10); // the window is not held by the channel that stopped
            other.await(10);
        }
    }

    @Test
    void shouldReleaseWhatWaitsWhenItsConsumerCancels() {
        try (var stage = new Stage(broker.uri(), 2);
                var client = client(broker.uri())) {
            var channel = stage.incoming("in", "topic", "i/cancel");
            var consumer = Consumer.idle(channel);
            var other = Consumer.acknowledging(stage.incoming("other", "topic", "i/beside"));
            stage.connect();
            publish(client, "i/cancel", 2);
            Eventually.until("both wait", () -> channel.waiting() == 2);

            consumer.cancel();

            publish(client, "i/beside", 5);
            other.await(5);
            assertThat(channel.waiting()).isZero();
            assertThat(consumer.count()).isZero();
        }
    }

    @Test
    void shouldRefuseASecondConsumer() {
        try (var stage = new Stage(broker.uri())) {
            var channel = stage.incoming("in", "topic", "i/second");
            var first = Consumer.of(channel);

            var second = new CompletableFuture<Throwable>();
            channel.subscribe(new Refused(second));

            assertThat(second.join()).hasMessageStartingWith("the channel 'in' has a subscriber already");
            assertThat(first.failure()).isNull();
        }
    }

    @Test
    void shouldEndWithAnErrorWhenNothingIsRequested() {
        try (var stage = new Stage(broker.uri())) {
            var consumer = Consumer.idle(stage.incoming("in", "topic", "i/none"));

            consumer.request(0);

            Eventually.until("the consumer knows", () -> consumer.failure() != null);
            assertThat(consumer.failure()).hasMessage("the consumer of the channel 'in' requested 0 messages");
        }
    }

    @Test
    void shouldRefuseTwoChannelsOfOneFilterOnOneLink() {
        try (var stage = new Stage(broker.uri())) {
            stage.incoming("one", "topic", "i/same");

            assertThatThrownBy(() -> stage.incoming("two", "topic", "i/same"))
                    .hasMessageStartingWith(
                            "the channels 'one' and 'two' both subscribe to 'i/same' on the link" + " 'default'");
        }
    }

    @Test
    void shouldGiveEachMessageOfASharedSubscriptionToOneConnector() {
        try (var first = new Stage(broker.uri());
                var second = new Stage(broker.uri());
                var client = client(broker.uri())) {
            var one = Consumer.acknowledging(first.incoming("in", "topic", "$share/group/i/shared/+"));
            var two = Consumer.acknowledging(second.incoming("in", "topic", "$share/group/i/shared/+"));
            first.connect();
            second.connect();

            publish(client, "i/shared/x", 200);

            Eventually.until("all arrived", () -> one.count() + two.count() >= 200);
            assertThat(one.count()).isPositive();
            assertThat(two.count()).isPositive();
            assertThat(Stream.of(one.texts(), two.texts()).flatMap(List::stream))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 200).mapToObj(Integer::toString).toList());
        }
    }
}
