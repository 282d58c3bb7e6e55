package dev.tieline.edge.reconcile;

import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.log.LogEvent;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelRef;
import dev.tieline.models.store.ModelStore;
import dev.tieline.policy.document.DocumentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes what this node holds what is desired, one step at a time: detect, plan, apply the first step, report, and again.
 *
 * <p>One thread does all of it; {@link #heard} only hands over. A newer generation takes effect before the next step and
 * breaks off a download. A step that fails is that model's failure alone, reported and tried again after a pause.
 */
public final class Reconciler implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    private static final Duration END = Duration.ofSeconds(5);

    private final ModelRegistry registry;
    private final Fetch.BlobStore blobs;
    private final LocalModels local;
    private final ModelLoader loader;
    private final DesiredFile file;
    private final LoadingNote note;
    private final ServedNote served;
    private final Reporter reporter;
    private final Retries retries;
    private final YoungDenials denials;
    private final Ticker ticker;
    private final ReconcileSettings settings;
    private final DesiredInbox inbox = new DesiredInbox();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("tieline-reconcile").unstarted(this::run);
    private @Nullable DesiredState current;
    /** What the disk has not taken yet. */
    private @Nullable DesiredState unkept;

    private Map<ModelRef, String> complaints = Map.of();

    /**
     * What the reconciler works with.
     *
     * @param store the folder of the model store
     * @param desired the file of the last desired state; its folder exists
     * @param memoryLimit memory that models may take together, in bytes
     * @param policy says which models this node may hold
     */
    public record Parts(
            ModelRegistry registry,
            Path store,
            Path desired,
            long memoryLimit,
            DecisionPoint policy,
            Reporter reporter,
            Ticker ticker) {}

    /** Makes a reconciler that has done nothing yet. @throws dev.tieline.models.store.ModelStoreException if the store's folder cannot be used */
    public Reconciler(Parts parts, RandomGenerator random, ReconcileSettings settings) {
        this.registry = parts.registry;
        var store = new ModelStore(parts.store);
        this.blobs = new Fetch.BlobStore(store, parts.store);
        this.local = new LocalModels(registry, store, parts.memoryLimit, new Admittance(parts.policy));
        this.note = new LoadingNote(parts.desired.resolveSibling("loading"));
        this.served = new ServedNote(parts.desired.resolveSibling("served"));
        this.loader = new ModelLoader(registry, store, local, note);
        this.file = new DesiredFile(parts.desired);
        this.reporter = parts.reporter;
        this.ticker = parts.ticker;
        this.settings = settings;
        this.denials = new YoungDenials(ticker, settings.grace());
        this.retries = new Retries(ticker, random, settings.retryMin(), settings.retryMax());
    }

    /**
     * Does all of the last desired state that needs no network: what is in the store is loaded when this returns. What
     * cannot be loaded is reported later, and hinders nobody. To be called before {@link #start}.
     */
    public void restore() {
        var before = served.read();
        file.read().ifPresent(inbox::offer);
        inbox.newest().ifPresent(desired -> {
            current = desired;
            LOG.infof("Restoring generation %d of the desired state", desired.generation());
            note.take().ifPresent(card -> spare(card, desired));
            try {
                while (advance(desired, true, before)) {}
            } catch (RuntimeException | Error e) {
                // The rim: a node that cannot restore one thing still starts with the others.
                LOG.errorf(e, "Restoring the desired state failed unexpectedly");
            }
        });
        served.write(local.inService());
    }

    /** Leaves a model alone that the process before this one died of, as long as this generation lasts. */
    private void spare(Digest card, DesiredState desired) {
        desired.models().stream()
                .filter(model -> model.card().digest().equals(card))
                .forEach(model -> {
                    LOG.errorf("%s IS NOT LOADED: the node died while it was being loaded", model.ref());
                    retries.givenUp(
                            model.ref(),
                            "the node died while it was being loaded; it is tried again with the next generation");
                });
    }

    /** The newest desired state that is known; nothing if none ever was. */
    public Optional<DesiredState> desired() {
        return inbox.newest();
    }

    /** Begins to reconcile, and returns at once. */
    public void start() {
        registry.onFreed(inbox::ring);
        thread.start();
    }

    /** Has what else the node holds reported soon, if it has changed; returns at once. */
    public void reportSoon() {
        inbox.ring();
    }

    /** Takes a message from the node's topic of desired state. */
    public void heard(InboundMessage message) {
        if (message.payload().length == 0) {
            LOG.info("The desired state was withdrawn: this node goes on with the last one");
            return;
        }
        try {
            var desired = DesiredState.read(message.topic(), new String(message.payload(), StandardCharsets.UTF_8));
            if (!inbox.offer(desired)) {
                LOG.debugf(
                        "Ignored generation %d of the desired state: a newer or the same is known",
                        desired.generation());
            }
        } catch (DocumentException e) {
            LOG.warnf("Ignored a malformed desired state: %s", e.getMessage());
        }
    }

    /** Ends; breaks off a download and lets a model that is being loaded be loaded, for five seconds at most. */
    @Override
    public void close() {
        inbox.close();
        try {
            if (thread.isAlive() && !thread.join(END)) {
                LOG.warnf("The reconciler has not ended within %s", END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        note.end(); // what may still be loaded is not what ends this process
    }

    private void run() {
        while (!inbox.closed()) {
            try {
                round();
            } catch (RuntimeException | Error e) {
                // The rim: whatever it is, the node goes on serving, and the next round begins from what is there.
                LOG.errorf(e, "Reconciling failed unexpectedly");
                inbox.await(Optional.of(settings.retryMax()));
            }
        }
    }

    private void round() {
        var desired = inbox.newest();
        if (desired.isEmpty()) {
            local.forbidden().forEach(this::unload); // the node's own configuration loaded them
            served.write(local.inService());
            reporter.models(0, Statuses.inService(local.loaded()));
            inbox.await(Optional.of(settings.retryMax()));
            return;
        }
        if (!desired.get().equals(current)) {
            begin(desired.get());
        } else if (unkept != null) {
            keep(unkept, Logger.Level.DEBUG);
        }
        // Before the plan: a pause that ends while it is made would else be waited for. Never for long: what the disk
        // or the broker did not take is offered again.
        var pause = pause();
        var more = advance(desired.get(), false, Set.of());
        served.write(local.inService());
        if (!more) {
            inbox.await(Optional.of(pause));
        }
    }

    private Duration pause() {
        return Stream.of(retries.untilNext(), denials.untilNext())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .orElse(settings.retryMax());
    }

    private void begin(DesiredState desired) {
        new LogEvent("desired_state")
                .with("generation", desired.generation())
                .with("models", desired.models())
                .log(() -> LOG.infof("Generation %d of the desired state: %s", desired.generation(), desired.models()));
        current = desired;
        retries.clear();
        keep(desired, Logger.Level.WARN);
    }

    private void keep(DesiredState desired, Logger.Level level) {
        try {
            file.write(desired);
            unkept = null;
        } catch (IOException e) {
            unkept = desired;
            LOG.logf(
                    level,
                    "Cannot keep generation %d of the desired state for the next start: %s. Trying again. Maybe the"
                            + " disk is full or the folder is not this node's",
                    desired.generation(),
                    e);
        }
    }

    /**
     * Does the next step.
     *
     * @param offline whether only what needs no network is to be done, and each thing once
     * @param before the cards of what was in service when the node ran last, while it starts
     * @return false if there is none now
     */
    private boolean advance(DesiredState desired, boolean offline, Set<Digest> before) {
        var resting = offline ? retries.reasons().keySet() : retries.resting();
        var actual = local.detect(desired, resting, before);
        denials.denied(actual.denied().keySet());
        var plan = ReconcilePlanner.plan(desired, actual);
        var step =
                plan.steps().stream().filter(next -> next.local() || !offline).findFirst();
        complain(plan.refusals());
        report(desired, actual, plan, step.orElse(null), 0);
        step.ifPresent(next -> apply(next, desired, actual, plan));
        return step.isPresent();
    }

    private void apply(ReconcileStep step, DesiredState desired, Actual actual, Plan plan) {
        switch (step) {
            case ReconcileStep.FetchCard(var model) -> {
                if (fetch(step, model.card(), desired, actual, plan) && !local.holdsCard(model)) {
                    failed(step, Mishap.of("its card is in the store and cannot be read"));
                }
            }
            case ReconcileStep.FetchArtifact(var model, var artifact) -> fetch(step, artifact, desired, actual, plan);
            case ReconcileStep.Load load ->
                loader.load(load)
                        .ifPresentOrElse(
                                reason -> failed(load, Mishap.of(reason)), () -> retries.succeeded(load.ref()));
            case ReconcileStep.Unload(var ref) -> unload(ref, actual.forbidden().get(ref));
        }
    }

    /** @param forbidden why policy does not let it stay; null where it is only not wanted any more */
    private void unload(ModelRef ref, @Nullable String forbidden) {
        registry.remove(ref);
        new LogEvent("model_unloaded")
                .with("model", ref)
                .with("reason", forbidden)
                .log(() -> {
                    if (forbidden == null) {
                        LOG.infof("Unloaded %s", ref);
                    } else {
                        LOG.warnf("Unloaded %s: %s", ref, forbidden);
                    }
                });
    }

    /** Whether the file is in the store now; if not, it was given up, or its failure is kept. */
    private boolean fetch(ReconcileStep step, Artifact artifact, DesiredState desired, Actual actual, Plan plan) {
        var fetch = new Fetch(blobs, artifact, desired.blob(artifact.digest()), ticker, inbox::ring);
        fetch.start();
        while (!fetch.ended()) {
            inbox.await(Optional.of(settings.progress()));
            if (inbox.closed() || inbox.supersedes(desired) || (!fetch.ended() && overtaken(step, desired))) {
                fetch.giveUp();
                return false;
            }
            if (fetch.stalled(settings.stall())) {
                fetch.giveUp();
                var silence = "no byte of " + artifact.entry() + " came for " + settings.stall();
                failed(step, Mishap.away(silence, false));
                return false;
            }
            report(desired, actual, plan, step, fetch.bytes());
        }
        fetch.failure().ifPresent(mishap -> failed(step, mishap));
        return fetch.failure().isEmpty();
    }

    /**
     * Whether a download is not what is to be done now: policy denies the model by now, or there is something that needs
     * no network, since calls let go of memory or a pause is over. No model stays down for the download of another one.
     */
    private boolean overtaken(ReconcileStep step, DesiredState desired) {
        var plan = ReconcilePlanner.plan(desired, local.detect(desired, retries.resting(), Set.of()));
        return !plan.steps().contains(step) || plan.steps().getFirst().local();
    }

    /** Says what cannot be loaded, once for each reason. */
    private void complain(Map<ModelRef, String> refusals) {
        refusals.forEach((model, reason) -> {
            if (!reason.equals(complaints.get(model))) {
                new LogEvent("model_refused")
                        .with("model", model)
                        .with("reason", reason)
                        .log(() -> LOG.warnf("%s is desired and cannot be loaded: %s", model, reason));
            }
        });
        complaints = refusals;
    }

    private void failed(ReconcileStep step, Mishap mishap) {
        // Each reason once: a node may be away from its server for weeks.
        var reason = mishap.reason();
        var level = reason.equals(retries.reasons().get(step.ref())) ? Logger.Level.DEBUG : Logger.Level.WARN;
        new LogEvent("model_failed")
                .with("model", step.ref())
                .with("reason", reason)
                .log(() -> LOG.logf(level, "%s: %s. Trying again.", step.ref(), reason));
        retries.failed(step.ref(), mishap);
    }

    private void report(DesiredState desired, Actual actual, Plan plan, @Nullable ReconcileStep step, long bytes) {
        var statuses = new Statuses(actual, plan, retries.faults(settings.away()), denials.young(), step, bytes);
        reporter.models(desired.generation(), statuses.of(desired.models(), registry.retiring()));
    }
}
