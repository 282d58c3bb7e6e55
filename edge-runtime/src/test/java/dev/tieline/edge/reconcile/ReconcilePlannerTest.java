package dev.tieline.edge.reconcile;

import static dev.tieline.edge.reconcile.PaperNode.card;
import static dev.tieline.edge.reconcile.PaperNode.desired;
import static dev.tieline.edge.reconcile.PaperNode.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.edge.Cards;
import dev.tieline.models.Artifact;
import dev.tieline.models.ModelRef;
import org.junit.jupiter.api.Test;

class ReconcilePlannerTest {
    private static final String A1 = card("a@1", 5);
    private static final String A2 = card("a@2", 6);
    private static final String B1 = card("b@1", 5);
    private static final String B2 = card("b@2", 3);

    @Test
    void shouldDoNothingForASessionOfTheDesiredCard() {
        var plan = new PaperNode(10).loaded(A1).plan(desired(A1));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).isEmpty();
    }

    @Test
    void shouldFetchTheCardThenTheFilesThenLoad() {
        var node = new PaperNode(10);

        assertThat(words(node.plan(desired(A1)))).isEqualTo("fetch-card a@1");
        assertThat(words(node.withCard(A1).plan(desired(A1)))).isEqualTo("fetch a@1");
        assertThat(words(node.withFiles(A1).plan(desired(A1)))).isEqualTo("load a@1");
    }

    @Test
    void shouldUnloadWhatIsNotDesiredBeforeAnythingElse() {
        var plan = new PaperNode(10).loaded(A1).withFiles(B1).plan(desired(B1));

        assertThat(words(plan)).isEqualTo("unload a@1, load b@1");
    }

    @Test
    void shouldLoadTheNewVersionBesideTheOldOneWhereThereIsRoomForBoth() {
        var plan = new PaperNode(11).loaded(A1).withFiles(A2).plan(desired(A2));

        assertThat(words(plan)).isEqualTo("load a@2");
    }

    @Test
    void shouldLetTheOldVersionGoFirstWhereThereIsNoRoomForBoth() {
        var plan = new PaperNode(10).loaded(A1).withFiles(A2).plan(desired(A2));

        assertThat(words(plan)).isEqualTo("unload a@1, load a@2");
    }

    @Test
    void shouldKeepTheOldVersionUntilEveryFileOfTheNewOneIsThere() {
        var plan = new PaperNode(10).loaded(A1).withCard(A2).plan(desired(A2));

        assertThat(words(plan)).isEqualTo("fetch a@2");
    }

    @Test
    void shouldWaitForCallsThatStillHoldMemoryRatherThanStopTheOldVersion() {
        var plan = new PaperNode(14).loaded(A1).retiring(4).withFiles(A2).plan(desired(A2));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).isEmpty();
    }

    @Test
    void shouldBeginWithTheModelThatShrinks() {
        var plan = new PaperNode(10)
                .loaded(A1)
                .loaded(B1)
                .withFiles(A2)
                .withFiles(B2)
                .plan(desired(A2, B2));

        assertThat(words(plan)).isEqualTo("unload b@1, load b@2, unload a@1, load a@2");
    }

    @Test
    void shouldRefuseWhatTheMemoryHasNoRoomForWithTheFigures() {
        var plan = new PaperNode(9).loaded(A1).withFiles(B1).plan(desired(A1, B1));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals())
                .containsOnlyKeys(ModelRef.of("b@1"))
                .containsValue("it takes 5 bytes of memory, and of the 9 bytes that this node has for models 5 are"
                        + " taken by [a@1]");
    }

    @Test
    void shouldCountTheOldVersionOfARefusedOneAgainstTheOthers() {
        var tooLarge = card("b@3", 7);
        var plan = new PaperNode(10)
                .loaded(A1)
                .loaded(B1)
                .withFiles(A2)
                .withFiles(tooLarge)
                .plan(desired(A2, tooLarge));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).containsOnlyKeys(ModelRef.of("a@2"), ModelRef.of("b@3"));
    }

    @Test
    void shouldRefuseNothingForMemoryWhileTheSizeOfAnotherIsUnknown() {
        var larger = card("b@3", 7);
        var plan = new PaperNode(10).loaded(A1).loaded(B1).withFiles(larger).plan(desired(card("a@3", 3), larger));

        assertThat(words(plan)).isEqualTo("fetch-card a@3");
        assertThat(plan.refusals()).isEmpty();
    }

    @Test
    void shouldNotDownloadWhatCannotBeLoaded() {
        var plan = new PaperNode(4).withCard(A1).plan(desired(A1));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).containsOnlyKeys(ModelRef.of("a@1"));
    }

    @Test
    void shouldLeaveAPinnedModelThatIsNotDesired() {
        var plan = new PaperNode(10).pinned(A1).plan(desired(new DesiredModel[0]));

        assertThat(plan.steps()).isEmpty();
    }

    @Test
    void shouldRefuseAnotherVersionOfAPinnedModelAndNameBothCards() {
        var plan = new PaperNode(100).pinned(A1).withFiles(A2).plan(desired(A2));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals().get(ModelRef.of("a@2")))
                .contains("a@1", Cards.artifact(A1).digest().toString())
                .contains(Cards.artifact(A2).digest().toString());
    }

    @Test
    void shouldBeContentWithAPinnedModelOfTheDesiredCard() {
        var plan = new PaperNode(10).pinned(A1).plan(desired(A1));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).isEmpty();
    }

    @Test
    void shouldRefuseACardOfAnotherModelThanTheOneDesired() {
        var wrong = new DesiredModel(ModelRef.of("b@1"), Cards.artifact(A1));

        var plan = new PaperNode(10).withFiles(A1).plan(desired(wrong));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals().get(ModelRef.of("b@1"))).contains("a@1").contains("b@1");
    }

    @Test
    void shouldNotTakeAnotherVersionsSessionForTheDesiredOneBecauseOfItsCard() {
        var wrong = new DesiredModel(ModelRef.of("a@7"), Cards.artifact(A1));

        var plan = new PaperNode(10).loaded(A1).withFiles(A1).plan(desired(wrong));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).containsOnlyKeys(ModelRef.of("a@7"));
    }

    @Test
    void shouldSayWhyACardCannotBeUsed() {
        var plan = new PaperNode(10)
                .loaded(A1)
                .withUnusableCard(A2, "its card cannot be used: line 3")
                .plan(desired(A2));

        assertThat(plan.steps()).as("the old version stays").isEmpty();
        assertThat(plan.refusals()).containsValue("its card cannot be used: line 3");
    }

    @Test
    void shouldRefuseACardOfMoreThanAMebibyteWithoutFetchingIt() {
        var huge = new DesiredModel(
                ModelRef.of("a@1"), new Artifact("card.yaml", Cards.artifact(A1).digest(), (1 << 20) + 1));

        var plan = new PaperNode(10).plan(desired(huge));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals().get(ModelRef.of("a@1"))).contains("1048577");
    }

    @Test
    void shouldRefuseAFileThatNoSessionCanBeMadeOf() {
        var large = Cards.withFile(A1, new Artifact("a.onnx", Cards.artifact(A1).digest(), 1L << 31));

        var plan = new PaperNode(10).withCard(large).plan(desired(large));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals().get(ModelRef.of("a@1"))).contains("2147483648");
    }

    @Test
    void shouldLeaveARestingModelAloneAndGoOnWithTheOthers() {
        var plan = new PaperNode(20)
                .resting("a@2")
                .loaded(A1)
                .withFiles(A2)
                .withFiles(B1)
                .plan(desired(model(A2), model(B1)));

        assertThat(words(plan)).isEqualTo("load b@1");
    }

    @Test
    void shouldFetchTheSmallestFileFirst() {
        var small = card("z@1", 1);

        var plan = new PaperNode(20).withCard(A1).withCard(small).plan(desired(A1, small));

        assertThat(words(plan)).isEqualTo("fetch z@1, fetch a@1");
    }

    private static String words(Plan plan) {
        return String.join(
                ", ",
                plan.steps().stream()
                        .map(step -> switch (step) {
                            case ReconcileStep.FetchCard fetch -> "fetch-card " + fetch.ref();
                            case ReconcileStep.FetchArtifact fetch -> "fetch " + fetch.ref();
                            case ReconcileStep.Load load -> "load " + load.ref();
                            case ReconcileStep.Unload unload -> "unload " + unload.ref();
                        })
                        .toList());
    }

    @Test
    void shouldUnloadWhatPolicyForbidsAndNotBringItBack() {
        var card = PaperNode.card("a@1", 5);
        var node = new PaperNode(10).withFiles(card).loaded(card).forbidden("a@1", "no");

        var plan = node.plan(PaperNode.desired(card));

        assertThat(plan.steps()).containsExactly(new ReconcileStep.Unload(ModelRef.of("a@1")));
        assertThat(plan.refusals()).containsExactly(java.util.Map.entry(ModelRef.of("a@1"), "no"));
    }

    @Test
    void shouldUnloadAPinnedModelThatPolicyForbids() {
        var card = PaperNode.card("a@1", 5);
        var node = new PaperNode(10).pinned(card).forbidden("a@1", "no");

        assertThat(node.plan(PaperNode.desired(new String[0])).steps())
                .containsExactly(new ReconcileStep.Unload(ModelRef.of("a@1")));
    }

    @Test
    void shouldLeaveTheVersionBeforeOneThatMayNotCome() {
        var before = PaperNode.card("a@1", 5);
        var next = PaperNode.card("a@2", 5);
        var node = new PaperNode(10).loaded(before).denied("a@2", "no");

        var plan = node.plan(PaperNode.desired(next));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).containsOnlyKeys(ModelRef.of("a@2"));
    }

    @Test
    void shouldGiveTheRoomOfAForbiddenModelToItsSuccessor() {
        var before = PaperNode.card("a@1", 8);
        var next = PaperNode.card("a@2", 8);
        var node = new PaperNode(10).loaded(before).withFiles(next).forbidden("a@1", "no");

        var plan = node.plan(PaperNode.desired(next));

        assertThat(plan.steps())
                .containsExactly(
                        new ReconcileStep.Unload(ModelRef.of("a@1")),
                        new ReconcileStep.Load(PaperNode.model(next), Cards.manifest(next)));
    }
}
