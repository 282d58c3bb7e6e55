package dev.tieline.edge.reconcile;

import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.edge.Calls;
import dev.tieline.edge.Cards;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.generated.GeneratedModels;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.store.ModelStore;
import dev.tieline.policy.DataLabel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** What of a node reconciles, with real models and a real store, and everything that it reported. */
final class ReconcilingNode implements AutoCloseable {
    static final byte[] SIMPLE_FILE = GeneratedModels.bytes("simple");
    /** Short pauses, so that a second try comes within the test, and no patience with a server that is away. */
    static final ReconcileSettings QUICK = new ReconcileSettings(
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofMinutes(1),
            Duration.ofMillis(20),
            Duration.ZERO,
            Duration.ZERO);

    private static final long MEMORY = 10_000_000;

    final ModelRegistry registry = new ModelRegistry();
    private final List<ReportedState> reports = new CopyOnWriteArrayList<>();
    private final Reconciler reconciler;
    private final Path folder;
    private volatile Holdings holdings = Holdings.NONE;
    private volatile Knowledge knowledge = World.knowledge();
    private final DecisionPoint policy =
            new DecisionPoint(World.device(World.CLINIC), () -> knowledge, World.CLOCK, new Random(1));

    ReconcilingNode(Path folder) {
        this(folder, QUICK);
    }

    ReconcilingNode(Path folder, ReconcileSettings settings) {
        this(folder, settings, System::nanoTime);
    }

    ReconcilingNode(Path folder, ReconcileSettings settings, Ticker ticker) {
        this.folder = folder;
        var reporter = new Reporter(
                () -> 1,
                () -> holdings,
                () -> true,
                json -> CompletableFuture.completedFuture(
                        reports.add(ReportedState.read("reported", new String(json, StandardCharsets.UTF_8)))));
        reconciler = new Reconciler(
                new Reconciler.Parts(registry, store(), desiredFile(), MEMORY, policy, reporter, ticker),
                new Random(1),
                settings);
    }

    Path store() {
        return folder.resolve("models");
    }

    Path desiredFile() {
        return folder.resolve("desired.json");
    }

    ReconcilingNode start() {
        reconciler.restore();
        reconciler.start();
        return this;
    }

    /** Reconciles, after {@link #restore()}. */
    void proceed() {
        reconciler.start();
    }

    /** Does at start what needs no network. */
    void restore() {
        reconciler.restore();
    }

    /** Everything that was reported of a model so far, where it was mentioned. */
    List<ModelStatus> history(String ref) {
        return reports.stream()
                .flatMap(report -> Optional.ofNullable(report.models().get(ModelRef.of(ref))).stream())
                .map(ReportedModel::status)
                .toList();
    }

    /** Puts the file of the generated model and a card into the store, as if they had been fetched. */
    ReconcilingNode stored(String card) {
        var store = new ModelStore(store());
        store.add(Cards.artifact("simple.onnx", SIMPLE_FILE), new java.io.ByteArrayInputStream(SIMPLE_FILE));
        store.add(Cards.artifact(card), new java.io.ByteArrayInputStream(Cards.bytes(card)));
        return this;
    }

    /** The node takes up other knowledge. */
    void learn(Holdings knowledge) {
        holdings = knowledge;
        reconciler.reportSoon();
    }

    /** The policy of the node is that of another bundle from now on. */
    void obey(Knowledge law) {
        knowledge = law;
        reconciler.reportSoon();
    }

    /** The controller desires the models of these cards, named as the cards say. */
    void desire(long generation, URI blobs, String... cards) {
        var models = Arrays.stream(cards)
                .map(card -> new DesiredModel(Cards.manifest(card).ref(), Cards.artifact(card)))
                .toList();
        hear(new DesiredState(generation, blobs, models).toJson());
    }

    /** The controller desires one model and says what its weights may reveal. */
    void desire(long generation, URI blobs, String card, DataLabel label) {
        var model = new DesiredModel(Cards.manifest(card).ref(), Cards.artifact(card), label);
        hear(new DesiredState(generation, blobs, List.of(model)));
    }

    void hear(DesiredState desired) {
        hear(desired.toJson());
    }

    void hear(String payload) {
        reconciler.heard(new InboundMessage(
                "tl/v1/acme/node/clinic-berlin/gw-1/desired",
                payload.getBytes(StandardCharsets.UTF_8),
                true,
                MessageProperties.NONE));
    }

    List<ReportedState> reports() {
        return reports;
    }

    Optional<ReportedModel> reported(String ref) {
        return reports.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(reports.getLast().models().get(ModelRef.of(ref)));
    }

    Optional<ModelStatus> status(String ref) {
        return reported(ref).map(ReportedModel::status);
    }

    void awaitReady(String ref) {
        Eventually.until(
                ref + " is ready",
                () -> status(ref).filter(ModelStatus.Ready.class::isInstance).isPresent());
    }

    /** Waits until a model is reported as failed. @return the reason */
    String awaitFailed(String ref) {
        Eventually.until(ref + " has failed", () -> reason(ref).isPresent());
        return reason(ref).orElseThrow();
    }

    /** Why it failed last: in the pause before the next try, which may be over already. */
    private Optional<String> reason(String ref) {
        return reports.stream()
                .flatMap(report -> Optional.ofNullable(report.models().get(ModelRef.of(ref))).stream())
                .map(ReportedModel::status)
                .filter(ModelStatus.Failed.class::isInstance)
                .map(failed -> ((ModelStatus.Failed) failed).reason())
                .reduce((first, second) -> second);
    }

    void awaitGone(String ref) {
        Eventually.until(ref + " is gone", () -> status(ref).isEmpty());
    }

    void awaitObserved(long generation) {
        Eventually.until(
                "generation " + generation + " is observed",
                () -> !reports.isEmpty() && reports.getLast().observedGeneration() == generation);
    }

    /** The session that calls of a model get now. */
    ModelSession session(String model) {
        try (var lease = registry.acquire(ModelName.of(model), null).orElseThrow()) {
            return lease.session();
        }
    }

    ModelRegistry.Lease lease(String model) {
        return registry.acquire(ModelName.of(model), null).orElseThrow();
    }

    /** Runs the model once and says how many outputs it gave. */
    static int run(ModelSession session) {
        return session.run(Calls.request("simple").inputs(), List.of()).size();
    }

    void stop() {
        reconciler.close();
    }

    @Override
    public void close() {
        reconciler.close();
        registry.close();
    }
}
