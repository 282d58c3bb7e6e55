package dev.tieline.cloud.messaging;

import static dev.tieline.cloud.messaging.Stage.client;
import static dev.tieline.cloud.messaging.Stage.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.FreePort;
import dev.tieline.devices.testing.MosquittoProcess;
import io.smallrye.reactive.messaging.health.HealthReport;
import java.net.URI;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the channels of a connector share: the link, its connections, and the health report. */
class ConnectorTest {

    @Test
    void shouldListenAndTellAgainAfterTheBrokerRestarted() {
        try (var broker = MosquittoProcess.start();
                var stage = new Stage(broker.uri())) {
            var consumer = Consumer.acknowledging(stage.incoming("in", "topic", "c/in"));
            var producer = Producer.of(stage.outgoing("out", "topic", "c/in"));
            stage.connect();
            producer.send("before");
            consumer.await(1);

            broker.kill();
            broker.restart();

            stage.awaitConnections(2);
            producer.send("after");
            consumer.await(2);
            assertThat(consumer.texts()).containsExactly("before", "after");
        }
    }

    @Test
    void shouldStartWithoutABrokerAndConnectOnceItIsThere() {
        var port = FreePort.find();
        try (var broker = MosquittoProcess.prepare(port, "allow_anonymous true");
                var stage = new Stage(URI.create("mqtt://127.0.0.1:" + port))) {
            var consumer = Consumer.acknowledging(stage.incoming("in", "topic", "c/late"));
            stage.connector().connect();
            Eventually.until(
                    "it says why it is not ready",
                    () -> messageOf(stage.connector().getReadiness(), "in").contains("Connection refused"));
            assertThat(stage.connector().getReadiness().isOk()).isFalse();
            assertThat(stage.connector().getLiveness().isOk()).isTrue();
            assertThat(stage.connector().getStartup().isOk()).isTrue();

            broker.restart();

            stage.awaitConnections(1);
            assertThat(stage.connector().getReadiness().isOk()).isTrue();
            try (var client = client(broker.uri())) {
                publish(client, "c/late", 1);
            }
            consumer.await(1);
        }
    }

    @Test
    void shouldShareOneConnectionBetweenTheChannelsOfALink() {
        try (var broker = MosquittoProcess.start("allow_anonymous true", "max_connections 1");
                var stage = new Stage(broker.uri())) {
            var first = Consumer.acknowledging(stage.incoming("first", "topic", "c/first"));
            var second = Consumer.acknowledging(stage.incoming("second", "topic", "c/second"));
            var producer = Producer.of(stage.outgoing("out"));
            stage.connect();

            producer.send("a", OutboundMqttMetadata.retained("c/first"));
            producer.send("b", OutboundMqttMetadata.retained("c/second"));

            first.await(1);
            second.await(1);
            assertThat(first.texts()).containsExactly("a");
            assertThat(second.texts()).containsExactly("b");
            assertThat(stage.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldTellWhichLinkIsConnected() {
        var connected = new CopyOnWriteArrayList<LinkConnected>();
        try (var broker = MosquittoProcess.start()) {
            var links = new SharedLinks(
                    Map.of(
                            "one", Stage.link("one", broker.uri(), 1),
                            "two", Stage.link("two", broker.uri(), 1),
                            "unused", Stage.link("unused", broker.uri(), 1)),
                    new Random(1),
                    connected::add,
                    lost -> {});
            try (links) {
                links.link("one", "in");
                links.start();
                links.link("two", "in");

                Eventually.until("both are connected", () -> connected.size() == 2);

                assertThat(connected).containsExactlyInAnyOrder(new LinkConnected("one"), new LinkConnected("two"));
            }
            assertThatThrownBy(() -> links.link("one", "late")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldBeUnreadyWithTheReasonWhenTheBrokerRefusesASubscription() {
        try (var broker = MosquittoProcess.startClosing("c/closed");
                var stage = new Stage(broker.uri())) {
            Consumer.of(stage.incoming("closed", "topic", "c/closed"));
            Consumer.of(stage.incoming("open", "topic", "c/open"));

            stage.connect();

            var readiness = stage.connector().getReadiness();
            assertThat(readiness.isOk()).isFalse();
            assertThat(messageOf(readiness, "closed"))
                    .isEqualTo("the broker refused the subscription to c/closed: not authorized (0x87)");
            assertThat(messageOf(readiness, "open")).isEmpty();
            assertThat(stage.connector().getLiveness().isOk()).isTrue();
        }
    }

    @Test
    void shouldBeDeadOnceAChannelHasStopped() {
        try (var broker = MosquittoProcess.start();
                var client = client(broker.uri());
                var stage = new Stage(broker.uri())) {
            var consumer = Consumer.of(stage.incoming("in", "topic", "c/stop", "failure-strategy", "fail"));
            stage.connect();
            publish(client, "c/stop", 1);
            consumer.await(1);

            consumer.refuse(0, new IllegalStateException("refused on purpose"));

            var liveness = stage.connector().getLiveness();
            assertThat(liveness.isOk()).isFalse();
            assertThat(messageOf(liveness, "in")).contains("refused on purpose");
            assertThat(stage.connector().getReadiness().isOk()).isFalse();
        }
    }

    @Test
    void shouldTellInTheReportWhyAMessageWasRefused() {
        try (var broker = MosquittoProcess.startClosing("c/closed");
                var stage = new Stage(broker.uri())) {
            var producer = Producer.of(stage.outgoing("out", "topic", "c/closed"));
            stage.connect();

            producer.send("x");

            producer.awaitRefusal("x");
            var readiness = stage.connector().getReadiness();
            assertThat(readiness.isOk()).isTrue();
            assertThat(messageOf(readiness, "out")).contains("the message to c/closed: not authorized (0x87)");
        }
    }

    @Test
    void shouldNotHaveStartedBeforeTheApplicationIsConnectedToItsChannels() {
        try (var stage = new Stage(URI.create("mqtt://127.0.0.1:" + FreePort.find()))) {
            var channel = stage.incoming("in", "topic", "c/startup");
            assertThat(stage.connector().getStartup().isOk()).isFalse();
            assertThat(messageOf(stage.connector().getReadiness(), "in")).isEqualTo("nobody listens to it yet");

            Consumer.of(channel);

            assertThat(stage.connector().getStartup().isOk()).isTrue();
        }
    }

    @Test
    void shouldLeaveOutOfTheReportWhatDoesNotWantToBeInIt() {
        try (var stage = new Stage(URI.create("mqtt://127.0.0.1:" + FreePort.find()))) {
            stage.incoming("in", "topic", "c/quiet", "health-enabled", "false");
            stage.outgoing("out", "health-enabled", "false");

            var readiness = stage.connector().getReadiness();

            assertThat(readiness.isOk()).isTrue();
            assertThat(readiness.getChannels()).isEmpty();
        }
    }

    private static String messageOf(HealthReport report, String channel) {
        return report.getChannels().stream()
                .filter(info -> info.getChannel().equals(channel))
                .map(info -> info.getMessage() == null ? "" : info.getMessage())
                .findFirst()
                .orElseThrow();
    }
}
