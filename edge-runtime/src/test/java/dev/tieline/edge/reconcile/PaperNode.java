package dev.tieline.edge.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.edge.Cards;
import dev.tieline.edge.reconcile.Actual.Card;
import dev.tieline.edge.reconcile.Actual.Loaded;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A node on paper: what it holds, what steps do to it, and the rules that no step may break. */
final class PaperNode {
    private final long limit;
    private final Map<ModelName, Loaded> loaded = new TreeMap<>();
    private final Map<Digest, Card> cards = new HashMap<>();
    private final Map<Digest, Card> served = new HashMap<>();
    private final Set<Digest> files = new HashSet<>();
    private final Set<ModelRef> resting = new HashSet<>();
    private final SortedMap<ModelRef, String> forbidden = new TreeMap<>();
    private final SortedMap<ModelRef, String> denied = new TreeMap<>();
    private long retiring;

    PaperNode(long limit) {
        this.limit = limit;
    }

    /** The card of a model that takes so much memory and has a file of its own. */
    static String card(String ref, long memory) {
        var file = new Artifact("simple.onnx", Digest.ofBytes(Cards.bytes(ref)), 100 + memory);
        return Cards.withMemory(Cards.withFile(Cards.simple(ref), file), memory);
    }

    static DesiredModel model(String card) {
        return new DesiredModel(Cards.manifest(card).ref(), Cards.artifact(card));
    }

    static DesiredState desired(String... cards) {
        return desired(Arrays.stream(cards).map(PaperNode::model).toArray(DesiredModel[]::new));
    }

    static DesiredState desired(DesiredModel... models) {
        return new DesiredState(1, URI.create("http://127.0.0.1:1/blobs"), Arrays.asList(models));
    }

    PaperNode loaded(String card) {
        return add(card, false);
    }

    PaperNode pinned(String card) {
        return add(card, true);
    }

    /** Its card is in the store. */
    PaperNode withCard(String card) {
        cards.put(Cards.artifact(card).digest(), new Card.Read(Cards.manifest(card)));
        return this;
    }

    PaperNode withUnusableCard(String card, String reason) {
        cards.put(Cards.artifact(card).digest(), new Card.Unusable(reason));
        return this;
    }

    /** Its card and its files are in the store. */
    PaperNode withFiles(String card) {
        Cards.manifest(card).artifacts().forEach(artifact -> files.add(artifact.digest()));
        return withCard(card);
    }

    /** The server has its card. */
    PaperNode served(String card) {
        served.put(Cards.artifact(card).digest(), new Card.Read(Cards.manifest(card)));
        return this;
    }

    PaperNode resting(String ref) {
        resting.add(ModelRef.of(ref));
        return this;
    }

    /** Policy does not let it stay, nor come. */
    PaperNode forbidden(String ref, String why) {
        forbidden.put(ModelRef.of(ref), why);
        return denied(ref, why);
    }

    /** Policy does not let it come. */
    PaperNode denied(String ref, String why) {
        denied.put(ModelRef.of(ref), why);
        return this;
    }

    /** Calls hold sessions that are out of service. */
    PaperNode retiring(long bytes) {
        retiring = bytes;
        return this;
    }

    long retiring() {
        return retiring;
    }

    Map<ModelName, Loaded> loaded() {
        return loaded;
    }

    long taken() {
        return retiring
                + loaded.values().stream().mapToLong(Loaded::memoryBytes).sum();
    }

    long limit() {
        return limit;
    }

    Actual actual() {
        return new Actual(new TreeMap<>(loaded), cards, files, resting, forbidden, denied, retiring, limit);
    }

    Plan plan(DesiredState desired) {
        return ReconcilePlanner.plan(desired, actual());
    }

    /** Does a step; {@code held}: calls hold what it takes out of service. */
    void apply(ReconcileStep step, boolean held) {
        switch (step) {
            case ReconcileStep.FetchCard(var model) -> {
                assertThat(cards)
                        .as("fetched twice")
                        .doesNotContainKey(model.card().digest());
                cards.put(model.card().digest(), served.get(model.card().digest()));
            }
            case ReconcileStep.FetchArtifact(var model, var artifact) ->
                assertThat(files.add(artifact.digest())).as("fetched once").isTrue();
            case ReconcileStep.Load(var model, var manifest) -> load(model, manifest, held);
            case ReconcileStep.Unload(var ref) -> {
                var gone = loaded.remove(ref.name());
                assertThat(gone).isNotNull().returns(ref, Loaded::ref);
                assertThat(gone.pinned())
                        .as("a pinned model goes")
                        .isEqualTo(gone.pinned() && forbidden.containsKey(ref));
                retiring += held ? gone.memoryBytes() : 0;
            }
        }
    }

    private void load(DesiredModel model, ModelManifest manifest, boolean held) {
        assertThat(actual().holdsFilesOf(manifest)).as("all files are there").isTrue();
        assertThat(taken() + manifest.memoryBytes())
                .as("memory while both are loaded")
                .isLessThanOrEqualTo(limit);
        var before = loaded.put(
                model.ref().name(), new Loaded(model.ref(), model.card().digest(), false, manifest.memoryBytes()));
        if (before != null) {
            assertThat(before.pinned()).as("a pinned model was replaced").isFalse();
            retiring += held ? before.memoryBytes() : 0;
        }
    }

    private PaperNode add(String card, boolean pinned) {
        var manifest = Cards.manifest(card);
        loaded.put(
                manifest.ref().name(),
                new Loaded(manifest.ref(), Cards.artifact(card).digest(), pinned, manifest.memoryBytes()));
        return this;
    }
}
