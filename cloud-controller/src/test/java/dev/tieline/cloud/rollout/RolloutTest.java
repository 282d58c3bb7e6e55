package dev.tieline.cloud.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.rollout.Rollout.Target;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.Routes;
import dev.tieline.devices.wire.Topics;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutTest {
    private static final Topics TOPICS = new Topics(TenantId.of("acme"));
    private static final URI BLOBS = URI.create("http://127.0.0.1:8080/api/v1/blobs/sha256");
    private static final NodeAddress LYON = NodeAddress.of("eu-west/lyon-1");
    private static final NodeAddress BERLIN = NodeAddress.of("clinic-berlin/gw-1");
    private static final NodeAddress VIRGINIA = NodeAddress.of("us-east/va-1");
    private static final ModelName MINILM = ModelName.of("minilm");

    @TempDir
    private Path folder;

    private final FakeOutbox outbox = new FakeOutbox();

    @Test
    void shouldBeginWithTheFirstGeneration() {
        var rollout = rollout();

        rollout.carryOut(Map.of(LYON, target("minilm@1"), BERLIN, routesTo(LYON)));
        outbox.takeAll();

        assertThat(lastDesired(LYON)).isEqualTo(desired(1, "minilm@1"));
        assertThat(lastRoutes(BERLIN)).isEqualTo(Routes.of(1, Map.of(MINILM, List.of(LYON))));
    }

    @Test
    void shouldSayNothingWhereNothingHasChanged() {
        var rollout = rollout();
        rollout.carryOut(Map.of(LYON, target("minilm@1")));
        outbox.takeAll();
        outbox.published();

        rollout.carryOut(Map.of(LYON, target("minilm@1")));

        assertThat(outbox.published()).isEmpty();
    }

    @Test
    void shouldCountTheDocumentsThatItMade() {
        var rollout = rollout();

        rollout.carryOut(Map.of(LYON, target("minilm@1"), BERLIN, routesTo(LYON)));
        rollout.carryOut(Map.of(LYON, target("minilm@1"), BERLIN, routesTo(LYON)));

        assertThat(rollout.documents()).containsOnly(Map.entry("desired", 1L), Map.entry("routes", 1L));
    }

    @Test
    void shouldTellNothingToANodeThatNeverHadAnything() {
        rollout().carryOut(Map.of(BERLIN, target()));

        assertThat(outbox.published()).isEmpty();
    }

    @Test
    void shouldTellLabelsToANodeThatHasNoRoute() {
        var labels = new TreeMap<>(Map.of(MINILM, DataLabel.of(DataClass.SPECIAL)));

        rollout().carryOut(Map.of(BERLIN, new Target(List.of(), new TreeMap<>(), labels)));
        outbox.takeAll();

        assertThat(lastRoutes(BERLIN)).isEqualTo(Routes.of(1, Map.of(), labels));
    }

    @Test
    void shouldGiveEachChangeTheNextGeneration() {
        var rollout = rollout();
        rollout.carryOut(Map.of(LYON, target("minilm@1")));
        rollout.carryOut(Map.of(LYON, target("minilm@2")));
        rollout.carryOut(Map.of(LYON, target()));
        outbox.takeAll();

        assertThat(lastDesired(LYON)).isEqualTo(desired(3));
    }

    @Test
    void shouldLeaveANodeWithoutATargetAsItWas() {
        var rollout = rollout();
        rollout.carryOut(Map.of(LYON, target("minilm@1")));
        outbox.takeAll();
        outbox.published();

        rollout.carryOut(Map.of(BERLIN, target("simple@1")));

        assertThat(outbox.published()).allMatch(text -> text.contains("clinic-berlin"));
    }

    @Test
    void shouldHangUpAgainAfterARestartWhatWasTold() {
        rollout().carryOut(Map.of(LYON, target("minilm@1"), BERLIN, routesTo(LYON)));
        outbox.takeAll();
        var before = outbox.published();

        rollout();
        outbox.takeAll();

        assertThat(outbox.published()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void shouldGoOnAboveWhatAnEarlierControllerLeftAtTheBroker() {
        var rollout = rollout();
        rollout.heard(LYON, desired(41, "simple@1"));
        rollout.heard(BERLIN, Routes.of(7, Map.of()));

        rollout.carryOut(Map.of(LYON, target("minilm@1"), BERLIN, routesTo(LYON)));
        outbox.takeAll();

        assertThat(lastDesired(LYON).generation()).isEqualTo(42);
        assertThat(lastRoutes(BERLIN).generation()).isEqualTo(8);
    }

    @Test
    void shouldGoOnAboveWhatTheNodeHasObserved() {
        var rollout = rollout();
        rollout.observed(LYON, 9, 4);

        rollout.carryOut(Map.of(LYON, target("minilm@1")));
        outbox.takeAll();

        assertThat(lastDesired(LYON).generation()).isEqualTo(10);
    }

    @Test
    void shouldRepeatWhatIsUnchangedAboveAGenerationThatIsNotOurs() {
        var rollout = rollout();
        rollout.carryOut(Map.of(LYON, target("minilm@1")));
        rollout.heard(LYON, desired(5, "simple@1"));

        rollout.carryOut(Map.of(LYON, target("minilm@1")));
        outbox.takeAll();

        assertThat(lastDesired(LYON)).isEqualTo(desired(6, "minilm@1"));
    }

    @Test
    void shouldTakeItsOwnDocumentsAndOlderOnesForWhatTheyAre() {
        var rollout = rollout();
        rollout.carryOut(Map.of(LYON, target("minilm@1")));
        rollout.carryOut(Map.of(LYON, target("minilm@2")));
        outbox.takeAll();
        outbox.published();
        rollout.heard(LYON, desired(1, "minilm@1"));
        rollout.heard(LYON, desired(2, "minilm@2"));
        rollout.observed(LYON, 2, 0);

        rollout.carryOut(Map.of(LYON, target("minilm@2")));

        assertThat(outbox.published()).isEmpty();
    }

    @Test
    void shouldNeverGiveOutAGenerationTwiceThoughItsFilesAreDamaged() throws IOException {
        rollout().carryOut(Map.of(LYON, target("minilm@1")));
        outbox.takeAll();
        Files.writeString(folder.resolve("eu-west/lyon-1/desired.json"), "{\"generation\":");
        var rollout = rollout();
        rollout.heard(LYON, desired(1, "minilm@1"));

        rollout.carryOut(Map.of(LYON, target("minilm@2")));
        outbox.takeAll();

        assertThat(lastDesired(LYON)).isEqualTo(desired(2, "minilm@2"));
    }

    @Test
    void shouldTellNodesThoughTheDiskTakesNothing() throws IOException {
        var rollout = rollout();
        obstruct();

        rollout.carryOut(new TreeMap<>(Map.of(LYON, target("minilm@1"), VIRGINIA, target("minilm@1"))));
        outbox.takeAll();

        assertThat(lastDesired(LYON)).isEqualTo(desired(1, "minilm@1"));
        assertThat(lastDesired(VIRGINIA)).isEqualTo(desired(1, "minilm@1"));
    }

    @Test
    void shouldTakeOverWhatHangsAtTheBrokerThoughTheDiskTakesNothing() throws IOException {
        var rollout = rollout();
        obstruct();
        rollout.heard(LYON, desired(41, "simple@1"));

        assertThat(rollout.told()).containsOnlyKeys(LYON);
    }

    @Test
    void shouldWriteWhatTheDiskDidNotTakeOnceItDoes() throws IOException {
        var rollout = rollout();
        obstruct();
        rollout.carryOut(Map.of(LYON, target("minilm@1")));
        Files.delete(folder.resolve("eu-west"));

        rollout.carryOut(Map.of());

        assertThat(rollout().told().get(LYON)).isEqualTo(target("minilm@1"));
    }

    @Test
    void shouldNeverGiveOutAGenerationTwiceThoughTheDiskDidNotTakeIt() throws IOException {
        var rollout = rollout();
        rollout.carryOut(Map.of(LYON, target("minilm@1")));
        move("eu-west", "aside");
        obstruct();
        rollout.carryOut(Map.of(LYON, target("minilm@2")));
        Files.delete(folder.resolve("eu-west"));
        move("aside", "eu-west");

        var killed = rollout();
        killed.observed(LYON, 2, 0);
        killed.carryOut(Map.of(LYON, target("simple@1")));
        outbox.takeAll();

        assertThat(lastDesired(LYON)).isEqualTo(desired(3, "simple@1"));
    }

    @Test
    void shouldTakeOverWhatHangsAtTheBrokerForANodeThatItDoesNotKnow() {
        var rollout = rollout();
        rollout.heard(LYON, desired(41, "minilm@1"));
        rollout.heard(LYON, Routes.of(7, Map.of(MINILM, List.of(BERLIN))));

        var told = rollout.told();
        outbox.takeAll();

        assertThat(told.get(LYON))
                .isEqualTo(
                        new Target(target("minilm@1").models(), routesTo(BERLIN).routes()));
        assertThat(lastDesired(LYON)).isEqualTo(desired(41, "minilm@1"));
        outbox.published();
        rollout.carryOut(Map.of(
                LYON, new Target(target("minilm@1").models(), routesTo(BERLIN).routes())));
        assertThat(outbox.published()).isEmpty();
    }

    @Test
    void shouldPutUpAgainWhatSomebodyTookDown() {
        var rollout = rollout();
        rollout.carryOut(Map.of(LYON, target("minilm@1")));
        outbox.takeAll();
        outbox.published();

        rollout.lost(TOPICS.desired(LYON));
        rollout.lost(TOPICS.desired(BERLIN));
        outbox.takeAll();

        assertThat(outbox.published()).singleElement().asString().startsWith(TOPICS.desired(LYON));
    }

    @Test
    void shouldTakeDownWhatANodeOutOfServiceWasToldAndRememberItsGenerations() {
        var rollout = rollout();
        rollout.carryOut(Map.of(LYON, target("minilm@1"), BERLIN, routesTo(LYON)));
        outbox.takeAll();

        rollout.withdrawn(LYON);
        outbox.takeAll();
        assertThat(last(TOPICS.desired(LYON))).isEmpty();
        assertThat(rollout.told()).containsOnlyKeys(BERLIN);
        rollout.lost(TOPICS.desired(LYON)); // the echo of our own
        assertThat(last(TOPICS.desired(LYON))).isEmpty();

        var again = rollout();
        outbox.takeAll();
        assertThat(again.told()).containsOnlyKeys(BERLIN);
        again.carryOut(Map.of(LYON, target("minilm@1")));
        outbox.takeAll();
        assertThat(lastDesired(LYON)).isEqualTo(desired(2, "minilm@1"));
        assertThat(rollout().told()).containsOnlyKeys(BERLIN, LYON);
    }

    private Rollout rollout() {
        return new Rollout(TOPICS, NodeLedger.open(folder), new NoticeBoard(outbox, () -> Instant.EPOCH), BLOBS);
    }

    private DesiredState lastDesired(NodeAddress node) {
        return DesiredState.read("test", last(TOPICS.desired(node)));
    }

    private Routes lastRoutes(NodeAddress node) {
        return Routes.read("test", last(TOPICS.routes(node)));
    }

    private String last(String topic) {
        return outbox.notices().stream()
                .filter(notice -> notice.topic().equals(topic))
                .map(notice -> new String(notice.payload(), StandardCharsets.UTF_8))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** The superuser may write anywhere, except into what is no folder. */
    private void obstruct() throws IOException {
        Files.writeString(folder.resolve("eu-west"), "a file where a folder should be");
    }

    private void move(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to));
    }

    private static DesiredState desired(long generation, String... models) {
        return new DesiredState(generation, BLOBS, target(models).models());
    }

    @Test
    void shouldTellAnewWhatRequestsAreAtLeastOnceThatChanges() {
        var rollout = rollout();
        rollout.carryOut(Map.of(BERLIN, routesTo(LYON)));
        outbox.takeAll();
        var first = lastRoutes(BERLIN);
        var label = DataLabel.of(DataClass.PERSONAL);

        var labelled = new Target(List.of(), routesTo(LYON).routes(), new TreeMap<>(Map.of(MINILM, label)));
        rollout.carryOut(Map.of(BERLIN, labelled));
        rollout.carryOut(Map.of(BERLIN, labelled));
        outbox.takeAll();

        assertThat(first.label(MINILM)).isEqualTo(DataLabel.PUBLIC);
        assertThat(lastRoutes(BERLIN).label(MINILM)).isEqualTo(label);
        assertThat(lastRoutes(BERLIN).generation()).isEqualTo(first.generation() + 1);
    }

    private static Target target(String... models) {
        return new Target(List.of(models).stream().map(RolloutTest::model).toList(), new TreeMap<>());
    }

    private static Target routesTo(NodeAddress node) {
        SortedMap<ModelName, List<NodeAddress>> routes = new TreeMap<>(Map.of(MINILM, List.of(node)));
        return new Target(List.of(), routes);
    }

    private static DesiredModel model(String ref) {
        return new DesiredModel(
                ModelRef.of(ref),
                new Artifact("card.yaml", Digest.of(String.format("%064x", ref.hashCode() & 0xffffL)), 10));
    }
}
