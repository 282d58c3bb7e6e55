package dev.tieline.edge.reconcile;

import static dev.tieline.edge.reconcile.ReconcilingNode.SIMPLE_FILE;
import static dev.tieline.edge.reconcile.ReconcilingNode.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.edge.Cards;
import dev.tieline.edge.World;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the controller desires, the node asks its own policy before a model comes and while it is here. */
class ReconcilerPolicyTest {
    private static final String CARD = Cards.simple("simple@1");
    private static final String OTHER = Cards.simple("other@1");
    private static final DataLabel SPECIAL = DataLabel.of(DataClass.SPECIAL);
    private static final String FORBID =
            "{id: no-special-models, effect: forbid, for: {class: [special], action: [deploy-model]}}";
    private static final String PERMIT =
            "{id: special-models-on-gateways, effect: permit, for: {class: [special], action: [deploy-model]}, hops: {process: {tier: [gateway]}}}";

    @TempDir
    Path folder;

    private final Shelf shelf = Shelf.start();
    private ReconcilingNode node;

    @BeforeEach
    void start() {
        shelf.put("simple.onnx", SIMPLE_FILE);
        shelf.putCard(CARD);
        shelf.putCard(OTHER);
        node = new ReconcilingNode(folder).start();
    }

    @AfterEach
    void close() {
        node.close();
        shelf.close();
    }

    @Test
    void shouldFetchNothingThatItsOwnPolicyDeniesAndSayWhy() {
        node.desire(1, shelf.base(), CARD, SPECIAL);

        assertThat(node.awaitFailed("simple@1"))
                .startsWith("its weights, which are special, may not be brought here: DENY: special is denied");
        assertThat(shelf.requests()).isEmpty();
    }

    @Test
    void shouldFetchItOnceANewBundlePermitsIt() {
        node.desire(1, shelf.base(), CARD, SPECIAL);
        node.awaitFailed("simple@1");

        node.obey(World.with(PERMIT));

        node.awaitReady("simple@1");
        assertThat(run(node.session("simple"))).isEqualTo(2);
    }

    @Test
    void shouldCountWhatTheCardSaysWhateverTheControllerTells() {
        var card = Cards.with(CARD, "trainedOn: {class: special}");
        shelf.putCard(card);

        node.desire(1, shelf.base(), card, DataLabel.PUBLIC);

        assertThat(node.awaitFailed("simple@1")).contains("which are special");
        assertThat(shelf.requests()).as("the card alone").hasSize(1);
    }

    @Test
    void shouldNotLoadAModelOfWhoseParentsNothingWasTold() {
        var card = Cards.with(CARD, "derivedFrom: [base@1]");
        shelf.putCard(card);

        node.desire(1, shelf.base(), card);

        assertThat(node.awaitFailed("simple@1"))
                .contains("which are unknown, since it is derived from [base@1], of which nothing was told");
        assertThat(shelf.requests()).hasSize(1);
    }

    @Test
    void shouldTakeTheControllersWordForTheParents() {
        var card = Cards.with(CARD, "derivedFrom: [base@1]");
        shelf.putCard(card);

        node.desire(1, shelf.base(), card, DataLabel.of(DataClass.INTERNAL));

        node.awaitReady("simple@1");
    }

    @Test
    void shouldUnloadWhatANewBundleForbidsAndKeepTheOthers() {
        node.obey(World.with(PERMIT));
        node.hear(new DesiredState(
                1,
                shelf.base(),
                List.of(
                        new DesiredModel(ModelRef.of("simple@1"), Cards.artifact(CARD), SPECIAL),
                        new DesiredModel(ModelRef.of("other@1"), Cards.artifact(OTHER), DataLabel.PUBLIC))));
        node.awaitReady("simple@1");
        node.awaitReady("other@1");

        node.obey(World.with(FORBID));

        assertThat(node.awaitFailed("simple@1"))
                .endsWith(
                        "DENY: rule no-special-models forbids it (class special, action deploy-model, needs class lower"
                                + " than special; or action other than deploy-model)");
        assertThat(node.status("other@1")).contains(new ModelStatus.Ready());
        assertThat(node.registry.manifest(ModelName.of("simple"))).isEmpty();
    }

    @Test
    void shouldKeepWhatIsHereWhereNoBundlePermitsItAnyMore() {
        node.obey(World.with(PERMIT));
        node.desire(1, shelf.base(), CARD, SPECIAL);
        node.awaitReady("simple@1");
        var session = node.session("simple");

        node.obey(World.withoutPolicy());
        node.desire(2, shelf.base(), CARD, SPECIAL);

        node.awaitObserved(2);
        assertThat(node.status("simple@1")).contains(new ModelStatus.Ready());
        assertThat(node.session("simple")).isSameAs(session);
    }

    @Test
    void shouldUnloadEvenAPinnedModelThatPolicyForbids() {
        var card = Cards.with(CARD, "trainedOn: {class: special}");
        node.registry.put(Cards.open(card, folder), Cards.artifact(card).digest(), true);

        node.obey(World.with(FORBID));

        Eventually.until("it is gone", () -> !node.registry.held().containsKey(ModelRef.of("simple@1")));
    }

    @Test
    void shouldGoByWhatTheCatalogueSaidOfAModelThatTheNodeLoadedItself() {
        pin(Cards.with(CARD, "derivedFrom: [base@1]"), SPECIAL);
        pin(Cards.with(OTHER, "derivedFrom: [base@1]"), DataLabel.PUBLIC);

        node.obey(World.with(FORBID));

        Eventually.until("it is gone", () -> !node.registry.held().containsKey(ModelRef.of("simple@1")));
        node.desire(1, shelf.base(), Cards.simple("third@1"));
        node.awaitObserved(1);
        assertThat(node.registry.held()).containsKey(ModelRef.of("other@1"));
    }

    private void pin(String card, DataLabel label) {
        node.registry.put(Cards.open(card, folder), Cards.artifact(card).digest(), true, label);
    }

    @Test
    void shouldBreakOffADownloadThatANewBundleForbids() {
        var large = Cards.artifact("simple.onnx", new byte[1 << 20]);
        var card = Cards.withFile(CARD, shelf.put("simple.onnx", new byte[1 << 20]));
        shelf.putCard(card);
        shelf.fallSilentAt(large);
        node.obey(World.with(PERMIT));
        node.desire(1, shelf.base(), card, SPECIAL);
        Eventually.until(
                "it comes",
                () -> node.status("simple@1")
                        .filter(status -> status instanceof ModelStatus.Fetching(var bytes, var total) && bytes > 0)
                        .isPresent());

        node.obey(World.with(FORBID));

        assertThat(node.awaitFailed("simple@1")).contains("no-special-models");
    }

    @Test
    void shouldLoadAtStartWhatWasHereWithoutAnyBundle() {
        node.obey(World.with(PERMIT));
        node.desire(1, shelf.base(), CARD, SPECIAL);
        node.awaitReady("simple@1");
        node.close();

        node = new ReconcilingNode(folder);
        node.obey(World.withoutPolicy());
        node.restore();

        assertThat(run(node.session("simple"))).isEqualTo(2);
    }

    @Test
    void shouldNotLoadAtStartWhatWasUnloadedAndIsPermittedNoMore() {
        node.obey(World.with(PERMIT));
        node.desire(1, shelf.base(), CARD, SPECIAL);
        node.awaitReady("simple@1");
        node.desire(2, shelf.base(), OTHER);
        node.awaitReady("other@1");
        node.awaitGone("simple@1");
        node.obey(World.knowledge());
        node.desire(3, shelf.base(), CARD, SPECIAL);
        node.awaitFailed("simple@1");
        node.close();

        node = new ReconcilingNode(folder);
        node.restore();

        assertThat(node.registry.held()).isEmpty();
        node.proceed();
        assertThat(node.awaitFailed("simple@1")).contains("may not be brought here");
    }

    @Test
    void shouldNotLoadAtStartWhatABundleForbids() {
        node.obey(World.with(PERMIT));
        node.desire(1, shelf.base(), CARD, SPECIAL);
        node.awaitReady("simple@1");
        node.close();

        node = new ReconcilingNode(folder);
        node.obey(World.with(FORBID));
        node.restore();

        assertThat(node.registry.held()).isEmpty();
        node.proceed();
        assertThat(node.awaitFailed("simple@1")).contains("no-special-models");
    }
}
