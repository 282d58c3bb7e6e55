package dev.tieline.edge.reconcile;

import static dev.tieline.edge.reconcile.PaperNode.card;
import static dev.tieline.edge.reconcile.PaperNode.desired;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.edge.Cards;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.ModelRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusesTest {
    private static final String A1 = card("a@1", 5);
    private static final String A2 = card("a@2", 6);
    private static final String B1 = card("b@1", 5);

    @Test
    void shouldCallADesiredModelPendingBeforeAnythingWasDoneForIt() {
        assertThat(words(new PaperNode(20), null, 0, A1, B1)).isEqualTo("a@1 pending, b@1 pending");
    }

    @Test
    void shouldSayHowMuchOfTheCardHasCome() {
        var step = new ReconcileStep.FetchCard(PaperNode.model(A1));

        var statuses = statuses(new PaperNode(20), step, 30, Map.of(), A1);

        assertThat(statuses.get(ModelRef.of("a@1")))
                .isEqualTo(new ReportedModel(
                        Cards.artifact(A1).digest(),
                        false,
                        new ModelStatus.Fetching(30, Cards.artifact(A1).size())));
    }

    @Test
    void shouldSayHowMuchOfAllFilesHasCome() {
        var file = Cards.manifest(A1).model();
        var asset = Cards.artifact("words", new byte[50]);
        var two = A1 + "assets:\n  words: {entry: words, digest: " + asset.digest() + ", size: 50}\n";
        var node = new PaperNode(20).withFiles(A1).withCard(two);
        var step = new ReconcileStep.FetchArtifact(PaperNode.model(two), asset);

        var statuses = statuses(node, step, 20, Map.of(), two);

        assertThat(statuses.get(ModelRef.of("a@1")))
                .extracting(ReportedModel::status)
                .isEqualTo(new ModelStatus.Fetching(file.size() + 20, file.size() + 50));
    }

    @Test
    void shouldReportTwoVersionsWhileOneTakesThePlaceOfTheOther() {
        var node = new PaperNode(20).loaded(A1).withFiles(A2);
        var load = new ReconcileStep.Load(PaperNode.model(A2), Cards.manifest(A2));

        assertThat(words(node, load, 0, A2)).isEqualTo("a@1 ready, a@2 loading");
    }

    @Test
    void shouldCallWhatIsTakenOutOfServiceUnloading() {
        var node = new PaperNode(20).loaded(A1).loaded(B1);

        assertThat(words(node, new ReconcileStep.Unload(ModelRef.of("a@1")), 0, B1))
                .isEqualTo("a@1 unloading, b@1 ready");
    }

    @Test
    void shouldCallWhatCallsStillHoldUnloading() {
        var node = new PaperNode(20);
        var held = new ModelRegistry.Held(Cards.manifest(A1), Cards.artifact(A1).digest(), false, null);
        var plan = node.plan(desired(B1));

        var statuses = new Statuses(node.actual(), plan, Map.of(), Set.of(), null, 0)
                .of(desired(B1).models(), List.of(held));

        assertThat(words(statuses)).isEqualTo("a@1 unloading, b@1 pending");
    }

    @Test
    void shouldTellTheFailureInThePauseBeforeTheNextTryAndTheWorkDuringIt() {
        var node = new PaperNode(20).withFiles(A1);
        var load = new ReconcileStep.Load(PaperNode.model(A1), Cards.manifest(A1));
        var failures = Map.of(ModelRef.of("a@1"), "it broke");

        assertThat(statuses(node, null, 0, failures, A1).get(ModelRef.of("a@1")))
                .extracting(ReportedModel::status)
                .isEqualTo(new ModelStatus.Failed("it broke"));
        assertThat(words(statuses(node, load, 0, failures, A1))).isEqualTo("a@1 loading");
    }

    @Test
    void shouldCallADesiredModelThatIsPinnedPinned() {
        var statuses = statuses(new PaperNode(20).pinned(A1), null, 0, Map.of(), A1);

        assertThat(statuses)
                .containsExactly(Map.entry(
                        ModelRef.of("a@1"),
                        new ReportedModel(Cards.artifact(A1).digest(), true, new ModelStatus.Ready())));
    }

    private static String words(PaperNode node, @Nullable ReconcileStep step, long bytes, String... cards) {
        return words(statuses(node, step, bytes, Map.of(), cards));
    }

    private static SortedMap<ModelRef, ReportedModel> statuses(
            PaperNode node, @Nullable ReconcileStep step, long bytes, Map<ModelRef, String> failures, String... cards) {
        var desired = desired(cards);
        return new Statuses(node.actual(), node.plan(desired), failures, Set.of(), step, bytes)
                .of(desired.models(), List.of());
    }

    private static String words(SortedMap<ModelRef, ReportedModel> statuses) {
        return String.join(
                ", ",
                statuses.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + " " + entry.getValue().status().word())
                        .toList());
    }
}
