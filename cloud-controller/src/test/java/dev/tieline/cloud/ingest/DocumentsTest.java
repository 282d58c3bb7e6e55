package dev.tieline.cloud.ingest;

import static dev.tieline.cloud.Nodes.LYON;
import static dev.tieline.cloud.Nodes.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.Nodes;
import dev.tieline.cloud.control.Announcements;
import dev.tieline.cloud.fleet.Fleet;
import dev.tieline.cloud.fleet.FleetSettings;
import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.ingest.Rejections.Rejection;
import dev.tieline.cloud.rollout.NodeLedger;
import dev.tieline.cloud.rollout.Notice;
import dev.tieline.cloud.rollout.NoticeBoard;
import dev.tieline.cloud.rollout.Rollout;
import dev.tieline.cloud.rollout.Rollout.Target;
import dev.tieline.devices.Capacity;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.twin.Birth;
import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.Presence;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.devices.wire.Topic.NodeTopic.Kind;
import dev.tieline.devices.wire.Topics;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
    private static final Topics TOPICS = new Topics(TenantId.of("acme"));
    private static final URI BLOBS = URI.create("http://127.0.0.1:8080/blobs");
    private static final NodeAddress STRANGER = NodeAddress.of("nowhere/nobody");

    @TempDir
    private Path folder;

    private final List<Notice> published = new ArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final Fleet fleet = new Fleet(() -> NOON, FleetSettings.defaults());
    private final Rejections rejections = new Rejections(() -> NOON);
    private Rollout rollout;
    private Documents documents;

    @BeforeEach
    void make() {
        var board = new NoticeBoard(
                notice -> {
                    published.add(notice);
                    return CompletableFuture.runAsync(() -> {}, Runnable::run);
                },
                () -> NOON);
        rollout = new Rollout(TOPICS, NodeLedger.open(folder), board, BLOBS);
        documents = new Documents(
                TOPICS,
                fleet,
                rollout,
                new Announcements(TOPICS, board, BLOBS, bundle -> 1_000, folder.resolve("policies.json")),
                rejections,
                changes::incrementAndGet);
    }

    @Test
    void shouldHandTheDocumentsOfANodeToTheFleet() {
        take(TOPICS.birth(LYON), birth(3, Nodes.profile()));
        take(TOPICS.state(LYON), new Presence(Presence.State.READY, 3).toJson());
        take(TOPICS.reported(LYON), reported(3, 0));
        documents.take(
                TOPICS.telemetry(LYON), Nodes.telemetry(NOON, 3, Map.of()).toCbor());

        var node = fleet.view().find(LYON).orElseThrow();
        assertThat(node.freshness()).isEqualTo(Freshness.FRESH);
        assertThat(node.birth()).isEqualTo(3);
        assertThat(node.reported()).isNotNull();
        assertThat(changes.get()).isPositive();
        assertThat(rejections.all()).isEmpty();
    }

    @Test
    void shouldTellTheRolloutWhatHangsAtTheBrokerAndWhatNodesHaveSeen() {
        var minilm = ModelRef.of("minilm@1");
        born(LYON);
        rollout.carryOut(Map.of(
                LYON, new Target(List.of(new DesiredModel(minilm, Nodes.card(minilm))), new TreeMap<>())));
        take(TOPICS.desired(LYON), new DesiredState(7, BLOBS, List.of()).toJson());
        take(TOPICS.reported(LYON), reported(1, 11));

        rollout.carryOut(Map.of(
                LYON, new Target(List.of(new DesiredModel(minilm, Nodes.card(minilm))), new TreeMap<>())));

        var last = new String(published.getLast().payload(), StandardCharsets.UTF_8);
        assertThat(DesiredState.read("last", last).generation()).isEqualTo(12);
    }

    @Test
    void shouldForgetANodeWhoseBirthIsDeleted() {
        born(LYON);

        documents.take(TOPICS.birth(LYON), new byte[0]);

        assertThat(fleet.view().nodes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tl/v1/acme/work/clinic-berlin/gw-1",
                "tl/v1/acme/dispatch/minilm",
                "tl/v1/acme/infer/clinic-berlin/gw-1/minilm",
                "tl/v1/acme/client/clinic-berlin/pump-7"
            })
    void shouldTakeNoRequestAndNoAnswerForADocument(String topic) {
        documents.take(topic, new byte[] {'{', '}'});

        assertThat(rejections.all()).singleElement().satisfies(rejection -> {
            assertThat(rejection.topic()).isEqualTo(topic);
            assertThat(rejection.reason()).contains("is no document");
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BIRTH", "STATE", "TELEMETRY", "REPORTED", "DESIRED", "ROUTES"})
    void shouldCountRubbishOnEveryTopicAndHarmNothingElse(Kind kind) {
        born(LYON);
        var before = fleet.view();
        var random = new SplittableRandom(kind.word().hashCode());
        var topic = TOPICS.allNodes(kind).replace("+/+", LYON.toString());

        for (int i = 0; i < 200; i++) {
            var rubbish = new byte[1 + random.nextInt(300)];
            random.nextBytes(rubbish);
            documents.take(topic, rubbish);
        }
        documents.take(topic, "{\"apiVersion\": \"tieline.dev/other/v9\"}".getBytes(StandardCharsets.UTF_8));
        documents.take(topic, "[".repeat(100_000).getBytes(StandardCharsets.UTF_8));

        assertThat(rejections.total()).isEqualTo(202);
        assertThat(rejections.all()).allMatch(rejection -> rejection.topic().equals(topic));
        assertThat(fleet.view()).isEqualTo(before);
        assertThat(published).isEmpty();
    }

    @Test
    void shouldRefuseADocumentThatIsFarTooLarge() {
        documents.take(TOPICS.birth(LYON), new byte[2 << 20]);

        assertThat(only().reason()).contains("2097152 bytes", "at most 1048576");
    }

    @Test
    void shouldRefuseWhatBelongsToAnotherTenant() {
        var others = new Topics(TenantId.of("globex"));

        take(others.birth(LYON), birth(1, Nodes.profile()));

        assertThat(only().reason()).contains("globex", "acme");
        assertThat(fleet.view().nodes()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNoDocument() {
        take("nonsense", "{}");
        take(TOPICS.reply(LYON), "{}");
        take(TOPICS.work(LYON), "{}");
        take(TOPICS.dispatch(ModelName.of("minilm")), "{}");

        assertThat(rejections.total()).isEqualTo(4);
    }

    @Test
    void shouldRefuseWhatHangsAtTheBrokerAndIsNeitherASiteBookNorPolicies() {
        take(TOPICS.sites(), "{}");
        take(TOPICS.policy(), "{}");
        documents.take(TOPICS.sites(), new byte[0]);
        documents.take(TOPICS.policy(), new byte[0]);

        assertThat(rejections.total()).isEqualTo(2);
    }

    @Test
    void shouldIgnoreTelemetryOfANodeThatWasNeverBorn() {
        documents.take(
                TOPICS.telemetry(STRANGER), Nodes.telemetry(NOON, 1, Map.of()).toCbor());

        assertThat(rejections.all()).hasSize(1);
        assertThat(fleet.view().nodes()).isEmpty();
    }

    @Test
    void shouldIgnoreTelemetryFromTheFuture() {
        born(LYON);
        var before = fleet.view();

        documents.take(
                TOPICS.telemetry(LYON),
                Nodes.telemetry(NOON.plus(Duration.ofHours(1)), 1, Map.of()).toCbor());

        assertThat(only().topic()).isEqualTo(TOPICS.telemetry(LYON));
        assertThat(fleet.view()).isEqualTo(before);
    }

    @Test
    void shouldTakeTheNewerBirthOfTwoNodesWithOneId() {
        born(LYON);
        documents.take(
                TOPICS.telemetry(LYON), Nodes.telemetry(NOON, 1, Map.of()).toCbor());
        var other = new DeviceProfile(
                "another machine", Nodes.profile().hardware(), List.of(), List.of("cpu"), new Capacity(8, 1, 1 << 20));

        take(TOPICS.birth(LYON), birth(2, other));
        take(TOPICS.birth(LYON), birth(1, Nodes.profile()));

        assertThat(fleet.view().find(LYON).orElseThrow().profile().name()).isEqualTo("another machine");
        assertThat(only().topic()).isEqualTo(TOPICS.birth(LYON));
    }

    private void born(NodeAddress node) {
        take(TOPICS.birth(node), birth(1, Nodes.profile()));
        take(TOPICS.state(node), new Presence(Presence.State.READY, 1).toJson());
    }

    private void take(String topic, String text) {
        documents.take(topic, text.getBytes(StandardCharsets.UTF_8));
    }

    private Rejection only() {
        assertThat(rejections.all()).hasSize(1);
        return rejections.all().getFirst();
    }

    private static String birth(long sequence, DeviceProfile profile) {
        return Birth.of(sequence, profile, Map.of()).toJson();
    }

    private static String reported(long birth, long observed) {
        return ReportedState.of(birth, observed, Holdings.NONE, Map.of()).toJson();
    }
}
