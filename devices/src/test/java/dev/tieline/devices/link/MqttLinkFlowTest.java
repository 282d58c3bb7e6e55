package dev.tieline.devices.link;

import static dev.tieline.devices.link.LinkFixture.bytes;
import static dev.tieline.devices.link.LinkFixture.connect;
import static dev.tieline.devices.link.LinkFixture.link;
import static dev.tieline.devices.link.LinkFixture.message;
import static dev.tieline.devices.link.LinkFixture.options;
import static dev.tieline.devices.link.LinkFixture.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.MosquittoProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How a link holds under load, and with handlers that are slow. */
class MqttLinkFlowTest {
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
    void shouldDeliverAThousandMessagesInOrderWithoutLoss() {
        var received = new Received();
        var expected = IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();
        try (var reader = link(options(broker.uri()));
                var writer = connect(link(options(broker.uri()).withMaxInFlight(8)))) {
            reader.subscribe("f/many", 1, received);
            connect(reader);

            var outcomes = expected.stream()
                    .map(text -> writer.publish(message("f/many", text)))
                    .toList();

            assertThat(outcomes.stream().map(LinkFixture::outcome).distinct())
                    .containsExactly(new PublishOutcome.Accepted());
            received.await(1_000);
            assertThat(received.texts()).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void shouldKeepTopicsApartWhenManyThreadsPublishAtOnce() throws InterruptedException {
        var received = new Received();
        try (var reader = link(options(broker.uri()));
                var writer = connect(link(options(broker.uri())))) {
            reader.subscribe("f/topics/+", 1, received);
            connect(reader);
            var threads = new ArrayList<Thread>();

            for (var topic = 0; topic < 40; topic++) { // more than the broker's 10 topic aliases
                var text = Integer.toString(topic);
                threads.add(Thread.ofVirtual().start(() -> {
                    for (var i = 0; i < 10; i++) {
                        outcome(writer.publish(message("f/topics/" + text, text)));
                    }
                }));
            }

            for (var thread : threads) {
                thread.join();
            }
            received.await(400);
            assertThat(received.messages())
                    .allSatisfy(message -> assertThat(message.topic())
                            .isEqualTo("f/topics/"
                                    + new String(message.payload(), java.nio.charset.StandardCharsets.UTF_8)));
        }
    }

    @Test
    void shouldGoOnPublishingWhileAHandlerIsSlow() {
        var release = new CountDownLatch(1);
        try (var link = link(options(broker.uri()))) {
            link.subscribe("f/slow", 1, message -> await(release));
            connect(link);
            for (var i = 0; i < 50; i++) {
                outcome(link.publish(message("f/slow", "x")));
            }

            var outcome = outcome(link.publish(message("f/other", "x")));

            assertThat(outcome).isEqualTo(new PublishOutcome.NoSubscribers());
            release.countDown();
        }
    }

    @Test
    void shouldLetAHandlerWaitForTheOutcomeOfItsOwnPublish() {
        var outcomes = new ArrayList<PublishOutcome>();
        var done = new CompletableFuture<List<PublishOutcome>>();
        try (var link = link(options(broker.uri()).withMaxInFlight(1))) {
            link.subscribe("f/handler", 1, message -> {
                outcomes.add(outcome(link.publish(message("f/nobody", "x"))));
                if (outcomes.size() == 30) {
                    done.complete(List.copyOf(outcomes));
                }
            });
            connect(link);

            for (var i = 0; i < 30; i++) {
                outcome(link.publish(message("f/handler", "x")));
            }

            assertThat(done.join()).hasSize(30).containsOnly(new PublishOutcome.NoSubscribers());
        }
    }

    @Test
    void shouldLeaveAtTheBrokerWhatASlowHandlerCannotTakeAndGetItLater() {
        var received = new Received();
        var release = new CountDownLatch(1);
        var limits = new LinkLimits(64, 4, 16, 1 << 20);
        try (var writer = connect(link(options(broker.uri())));
                var reader = link(options(broker.uri()).withLimits(limits))) {
            reader.subscribe("f/window", 1, message -> {
                await(release);
                received.accept(message);
            });
            connect(reader);
            for (var i = 0; i < 200; i++) {
                outcome(writer.publish(message("f/window", Integer.toString(i))));
            }

            release.countDown();

            received.await(200);
            assertThat(received.texts())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 200).mapToObj(Integer::toString).toList());
        }
    }

    @Test
    void shouldDropAndCountWhatASlowHandlerCannotTakeAtQosZero() {
        var release = new CountDownLatch(1);
        var limits = new LinkLimits(64, 64, 10, 1 << 20);
        try (var writer = connect(link(options(broker.uri())));
                var reader = link(options(broker.uri()).withLimits(limits))) {
            reader.subscribe("f/zero", 0, message -> await(release));
            connect(reader);

            for (var i = 0; i < 100; i++) {
                outcome(writer.publish(new OutboundMessage("f/zero", bytes("x"), 0, false, MessageProperties.NONE)));
            }

            Eventually.until("89 were dropped", () -> reader.droppedMessages() == 89); // one is handled, ten wait
            release.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
