package dev.tieline.cloud.ingest;

import static dev.tieline.cloud.Nodes.LYON;
import static dev.tieline.cloud.Nodes.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.Nodes;
import dev.tieline.cloud.control.Announcements;
import dev.tieline.cloud.dispatch.DispatchDesk;
import dev.tieline.cloud.fleet.Fleet;
import dev.tieline.cloud.fleet.FleetSettings;
import dev.tieline.cloud.messaging.InboundMqttMetadata;
import dev.tieline.cloud.rollout.NodeLedger;
import dev.tieline.cloud.rollout.NoticeBoard;
import dev.tieline.cloud.rollout.Rollout;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.twin.Birth;
import dev.tieline.devices.wire.Topic.NodeTopic.Kind;
import dev.tieline.devices.wire.Topics;
import dev.tieline.models.ModelName;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
    private static final Topics TOPICS = new Topics(TenantId.of("acme"));
    private static final URI BLOBS = URI.create("http://127.0.0.1:8080/blobs");

    @TempDir
    private Path folder;

    private final Fleet fleet = new Fleet(() -> NOON, FleetSettings.defaults());
    private final Rejections rejections = new Rejections(() -> NOON);
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Inbox inbox = new Inbox();
    private Documents documents;
    private DispatchDesk desk;

    @BeforeEach
    void make() {
        var board = new NoticeBoard(notice -> CompletableFuture.runAsync(() -> {}, Runnable::run), () -> NOON);
        var rollout = new Rollout(TOPICS, NodeLedger.open(folder), board, BLOBS);
        var announcements = new Announcements(TOPICS, board, BLOBS, bundle -> 1_000, folder.resolve("policies.json"));
        documents = new Documents(TOPICS, fleet, rollout, announcements, rejections, () -> {});
        desk = new DispatchDesk(
                TOPICS,
                () -> {
                    throw new IllegalStateException("a bug");
                },
                (deployment, want) -> {
                    throw new IllegalStateException("not reached");
                },
                message -> CompletableFuture.runAsync(() -> {}, Runnable::run),
                () -> 0);
    }

    @Test
    void shouldLetMessagesWaitUntilTheControllerHasStarted() {
        var birth = Birth.of(1, Nodes.profile(), Map.of()).toJson();
        var taken = inbox.document(message(TOPICS.birth(LYON), birth, MessageProperties.NONE));
        assertThat(taken.toCompletableFuture()).isNotDone();
        assertThat(fleet.view().nodes()).isEmpty();

        inbox.open(documents, desk, rejections);

        assertThat(taken.toCompletableFuture()).isCompleted();
        assertThat(acknowledged.get()).isEqualTo(1);
        assertThat(fleet.view().nodes()).containsKey(LYON);
    }

    @Test
    void shouldAcknowledgeAndCountWhatCannotBeUsed() {
        inbox.open(documents, desk, rejections);

        var unused = inbox.telemetry(message(TOPICS.telemetry(LYON), "rubbish", MessageProperties.NONE));
        unused = inbox.dispatch(message(TOPICS.dispatch(ModelName.of("minilm")), "rubbish", MessageProperties.NONE));

        Eventually.until("both are acknowledged", () -> acknowledged.get() == 2);
        assertThat(rejections.total()).isEqualTo(2);
    }

    @Test
    void shouldAcknowledgeADispatchMessageThatFailedInside() {
        inbox.open(documents, desk, rejections);
        var properties = MessageProperties.ofUser(Map.of(
                        "tieline-request", "r1",
                        "tieline-model", "minilm",
                        "tieline-budget-us", "1000000",
                        "tieline-class", "public"))
                .withReplyTo(TOPICS.reply(LYON), new byte[] {1});

        var unused = inbox.dispatch(message(TOPICS.dispatch(ModelName.of("minilm")), "", properties));

        Eventually.until("it is acknowledged", () -> acknowledged.get() == 1);
    }

    @Test
    void shouldListenToTheTopicsThatNodesSpeakOn() throws IOException {
        var settings = new Properties();
        try (var file = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            settings.load(file);
        }

        assertThat(topic(settings, "births")).isEqualTo(TOPICS.allNodes(Kind.BIRTH));
        assertThat(topic(settings, "states")).isEqualTo(TOPICS.allNodes(Kind.STATE));
        assertThat(topic(settings, "telemetry")).isEqualTo(TOPICS.allNodes(Kind.TELEMETRY));
        assertThat(topic(settings, "reported")).isEqualTo(TOPICS.allNodes(Kind.REPORTED));
        assertThat(topic(settings, "desired")).isEqualTo(TOPICS.allNodes(Kind.DESIRED));
        assertThat(topic(settings, "routes")).isEqualTo(TOPICS.allNodes(Kind.ROUTES));
        assertThat(topic(settings, "sites")).isEqualTo(TOPICS.sites());
        assertThat(topic(settings, "policies")).isEqualTo(TOPICS.policy());
        assertThat(topic(settings, "dispatch")).isEqualTo(TOPICS.sharedDispatch("controllers"));
    }

    private static String topic(Properties settings, String channel) {
        return settings.getProperty("mp.messaging.incoming." + channel + ".topic", "")
                .replace("${tieline.controller.tenant}", "acme");
    }

    private Message<byte[]> message(String topic, String text, MessageProperties properties) {
        return Message.of(
                text.getBytes(StandardCharsets.UTF_8),
                Metadata.of(new InboundMqttMetadata(topic, false, properties)),
                () -> {
                    acknowledged.incrementAndGet();
                    return CompletableFuture.runAsync(() -> {}, Runnable::run);
                });
    }
}
