package dev.tieline.edge.reconcile;

import static dev.tieline.edge.reconcile.ReconcilingNode.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.HeldPolicy;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.edge.Cards;
import dev.tieline.models.ModelRef;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of models whose files are there already: nothing here needs a server, and there is none. */
class ReconcilerTest {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/blobs");
    /** How far the hasty clock goes at each look: pauses of 5 to 20 ms end after a few. */
    private static final long STRIDE_NANOS = 3_000_000;

    private static final String V1 = Cards.simple("simple@1");
    private static final String V2 = Cards.simple("simple@2");
    private static final String OTHER = Cards.simple("other@1");

    @TempDir
    Path folder;

    private ReconcilingNode node;

    @BeforeEach
    void start() {
        node = new ReconcilingNode(folder).stored(V1).stored(V2).stored(OTHER).start();
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void shouldReportWhatItHoldsBeforeAnythingIsDesired() {
        Eventually.until("there is a report", () -> !node.reports().isEmpty());

        assertThat(node.reports().getFirst())
                .returns(0L, ReportedState::observedGeneration)
                .satisfies(report -> assertThat(report.models()).isEmpty());
    }

    @Test
    void shouldReportSoonWhatElseTheNodeHolds() {
        node.desire(1, NOWHERE, V1);
        node.awaitReady("simple@1");
        var knowledge = new Holdings(4, new HeldPolicy(1, List.of(new HeldPolicy.Bundle("acme", 2)), null), 9);

        node.learn(knowledge);

        Eventually.until(
                "the knowledge is reported",
                () -> node.reports().getLast().knowledge().equals(knowledge));
    }

    @Test
    void shouldLoadWhatIsDesiredAndReportTheWayThere() {
        node.desire(1, NOWHERE, V1);

        node.awaitReady("simple@1");
        assertThat(node.reported("simple@1"))
                .contains(new ReportedModel(Cards.artifact(V1).digest(), false, new ModelStatus.Ready()));
        assertThat(statuses(node, "simple@1")).containsExactly("loading", "ready");
        assertThat(run(node.session("simple"))).isEqualTo(2);
    }

    @Test
    void shouldKeepTheSessionWhileItsCardIsTheDesiredOne() {
        node.desire(1, NOWHERE, V1);
        node.awaitReady("simple@1");
        var session = node.session("simple");

        node.desire(2, NOWHERE, V1, OTHER);

        node.awaitReady("other@1");
        assertThat(node.session("simple")).isSameAs(session);
        assertThat(statuses(node, "simple@1")).containsExactly("loading", "ready");
    }

    @Test
    void shouldReplaceTheSessionWhenTheCardOfTheSameVersionChanges() {
        node.desire(1, NOWHERE, V1);
        node.awaitReady("simple@1");
        var other = Cards.withMemory(V1, 3_000_000);
        node.stored(other);

        node.desire(2, NOWHERE, other);

        Eventually.until(
                "the other card is in service",
                () -> node.reported("simple@1")
                        .equals(java.util.Optional.of(
                                new ReportedModel(Cards.artifact(other).digest(), false, new ModelStatus.Ready()))));
        assertThat(node.session("simple").manifest().memoryBytes()).isEqualTo(3_000_000);
    }

    @Test
    void shouldUnloadWhatIsNoLongerDesired() {
        node.desire(1, NOWHERE, V1, OTHER);
        node.awaitReady("simple@1");
        node.awaitReady("other@1");

        node.desire(2, NOWHERE, OTHER);

        node.awaitGone("simple@1");
        assertThat(node.registry.held()).containsOnlyKeys(ModelRef.of("other@1"));
    }

    @Test
    void shouldIgnoreAnOlderGenerationAndTheSameOne() {
        node.desire(5, NOWHERE, V1);
        node.awaitReady("simple@1");
        var session = node.session("simple");

        node.desire(4, NOWHERE);
        node.desire(5, NOWHERE, OTHER);
        node.desire(6, NOWHERE, V1);

        node.awaitObserved(6);
        assertThat(node.session("simple")).isSameAs(session);
        assertThat(node.reports())
                .allSatisfy(report -> assertThat(report.models()).doesNotContainKey(ModelRef.of("other@1")));
    }

    @Test
    void shouldLetCallsEndOnTheOldVersionWhileTheNewOneServes() {
        node.desire(1, NOWHERE, V1);
        node.awaitReady("simple@1");
        try (var call = node.lease("simple")) {
            node.desire(2, NOWHERE, V2);
            node.awaitReady("simple@2");

            assertThat(run(call.session())).isEqualTo(2);
            assertThat(node.session("simple").manifest().ref()).isEqualTo(ModelRef.of("simple@2"));
            Eventually.until(
                    "the old one is reported as going",
                    () -> node.status("simple@1").equals(java.util.Optional.of(new ModelStatus.Unloading())));
        }
        node.awaitGone("simple@1");
    }

    @Test
    void shouldServeTheOldVersionWhileTheNewOneFailsItsGoldenSample() {
        node.desire(1, NOWHERE, V1);
        node.awaitReady("simple@1");
        var session = node.session("simple");
        var wrong = Cards.withWrongGolden(V2);
        node.stored(wrong);

        node.desire(2, NOWHERE, wrong);

        assertThat(node.awaitFailed("simple@2")).contains("golden sample").contains("7.0");
        assertThat(node.session("simple")).isSameAs(session);
        assertThat(node.status("simple@1")).contains(new ModelStatus.Ready());
    }

    @Test
    void shouldTakeUpTheNextGenerationAfterAFailure() {
        var wrong = Cards.withWrongGolden(V2);
        node.stored(wrong);
        node.desire(1, NOWHERE, wrong);
        node.awaitFailed("simple@2");

        node.desire(2, NOWHERE, V2);

        node.awaitReady("simple@2");
    }

    @Test
    void shouldTryAgainAlthoughThePauseEndsWhileItPlans() {
        var time = new AtomicLong();
        var wrong = Cards.withWrongGolden(V2);
        try (var hasty = new ReconcilingNode(
                folder.resolve("hasty"), ReconcilingNode.QUICK, () -> time.addAndGet(STRIDE_NANOS))) {
            hasty.stored(wrong).start();

            hasty.desire(1, NOWHERE, wrong);

            Eventually.until("it was tried ten times", () -> tries(hasty) >= 10);
        }
    }

    @Test
    void shouldHoldNoMemoryForAModelThatFailsAgainAndAgain() {
        var wrong = Cards.withWrongGolden(V2);
        node.stored(wrong);

        node.desire(1, NOWHERE, wrong, OTHER);

        node.awaitReady("other@1");
        Eventually.until("it was tried three times", () -> tries(node) >= 3);
        assertThat(node.registry.memoryBytes()).isEqualTo(Cards.manifest(OTHER).memoryBytes());
    }

    @Test
    void shouldRefuseACardOfAnotherModel() {
        node.hear(new DesiredState(
                1,
                NOWHERE,
                List.of(
                        new DesiredModel(ModelRef.of("other@7"), Cards.artifact(V1)),
                        new DesiredModel(ModelRef.of("simple@1"), Cards.artifact(V1)))));

        node.awaitReady("simple@1");
        assertThat(node.awaitFailed("other@7")).contains("is one of simple@1, and other@7 is desired");
        assertThat(node.registry.held()).containsOnlyKeys(ModelRef.of("simple@1"));
    }

    @Test
    void shouldSayWhichMemoryIsMissing() {
        var large = Cards.withMemory(OTHER, 9_000_000);
        node.stored(large);

        node.desire(1, NOWHERE, V1, large);

        node.awaitReady("other@1");
        assertThat(node.awaitFailed("simple@1"))
                .contains("2000000 bytes of memory")
                .contains("10000000 bytes that this node has for models 9000000 are taken by [other@1]");
    }

    @Test
    void shouldReplaceAVersionThatLeavesNoRoomForTwo() {
        var large = Cards.withMemory(V1, 6_000_000);
        var larger = Cards.withMemory(V2, 7_000_000);
        node.stored(large).stored(larger);
        node.desire(1, NOWHERE, large);
        node.awaitReady("simple@1");
        var call = node.lease("simple");

        node.desire(2, NOWHERE, larger);

        Eventually.until(
                "the old version is out of service", () -> node.registry.held().isEmpty());
        assertThat(run(call.session())).isEqualTo(2);
        call.close();
        node.awaitReady("simple@2");
    }

    @Test
    void shouldNeverTouchAPinnedModel() {
        var pinned = Cards.open(V1, folder);
        node.registry.put(pinned, Cards.artifact(V1).digest(), true);

        node.desire(1, NOWHERE, V2, OTHER);

        node.awaitReady("other@1");
        assertThat(node.awaitFailed("simple@2")).contains("own configuration has loaded simple@1");
        assertThat(node.session("simple")).isSameAs(pinned);
        assertThat(node.reported("simple@1"))
                .contains(new ReportedModel(Cards.artifact(V1).digest(), true, new ModelStatus.Ready()));
    }

    @Test
    void shouldLeaveAPinnedModelWhenNothingIsDesired() {
        var pinned = Cards.open(V1, folder);
        node.registry.put(pinned, Cards.artifact(V1).digest(), true);

        node.desire(1, NOWHERE);

        node.awaitObserved(1);
        assertThat(node.session("simple")).isSameAs(pinned);
    }

    @Test
    void shouldGoOnWithTheLastStateWhenItIsWithdrawnOrMalformed() {
        node.desire(1, NOWHERE, V1);
        node.awaitReady("simple@1");
        var session = node.session("simple");

        node.hear("");
        node.hear("{\"apiVersion\": \"tieline.dev/desired/v1\", \"generation\": 9}");
        node.desire(2, NOWHERE, V1);

        node.awaitObserved(2);
        assertThat(node.session("simple")).isSameAs(session);
    }

    /** How often it was reported that the second version is being loaded. */
    private static long tries(ReconcilingNode node) {
        return statuses(node, "simple@2").stream().filter("loading"::equals).count();
    }

    /** The words of a model's statuses in the order in which they were reported, repeats left out. */
    private static List<String> statuses(ReconcilingNode node, String ref) {
        var words = node.reports().stream()
                .map(report -> report.models().get(ModelRef.of(ref)))
                .filter(java.util.Objects::nonNull)
                .map(model -> model.status().word())
                .toList();
        return java.util.stream.IntStream.range(0, words.size())
                .filter(i -> i == 0 || !words.get(i).equals(words.get(i - 1)))
                .mapToObj(words::get)
                .toList();
    }
}
