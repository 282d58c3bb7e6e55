package dev.tieline.cloud.control;

import dev.tieline.cloud.catalog.Declared;
import dev.tieline.cloud.dispatch.DispatchWorld;
import dev.tieline.cloud.dispatch.Placements;
import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.cloud.placement.Demand;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.cloud.placement.PlacementInput;
import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.cloud.placement.Want;
import dev.tieline.cloud.rollout.Rollout;
import dev.tieline.cloud.rollout.Rollout.Target;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.TenantId;
import dev.tieline.models.ModelManifest;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One run: from what is declared and what is, to what shall be.
 *
 * <p>Where the world cannot be decided by (see {@link Settling}, and no bundle or site book in force), everything stays as
 * it is: nodes go on serving what they have. Runs go on one at a time; {@link #plan()} and {@link #world()} can be asked
 * at any time. Thread-safe.
 */
public final class ControlLoop implements Placements {
    private static final Logger LOG = Logger.getLogger(ControlLoop.class);

    private final Parts parts;
    private final DemandBook demands;
    private final Settling settling;
    private final ModelUse use = new ModelUse();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile PlacementPlan plan = PlacementPlan.empty();
    private final Duration asleep;
    private @Nullable Instant lastEnd;
    private boolean recollected;

    /**
     * What the loop works with.
     *
     * @param artefacts whether every artefact of a model can be given to nodes
     * @param decisions takes note of what was decided in each run
     */
    public record Parts(
            TenantId tenant,
            Supplier<Declared> declared,
            Supplier<FleetView> fleet,
            Predicate<ModelManifest> artefacts,
            Engine engine,
            Announcements announcements,
            Rollout rollout,
            Decisions decisions,
            InstantSource clock) {}

    /** Finds nodes for everything that is demanded. */
    public interface Engine {
        PlacementPlan place(PlacementInput input);

        /** Whether policy lets a model whose weights have that label be brought to a site. */
        boolean mayHold(DispatchWorld world, DataLabel weights, SiteId site);
    }

    /** Takes note of decisions. */
    @FunctionalInterface
    public interface Decisions {
        void decided(Instant at, PlacementPlan plan, @Nullable PolicySet policy);
    }

    /**
     * Makes the loop.
     *
     * @param wants the file that keeps what was asked for on demand
     * @param patience how long the fleet is waited for after a connect
     * @param asleep a pause between two runs that is longer than this means that the process was stopped meanwhile
     */
    public ControlLoop(Parts parts, Path wants, Duration patience, Duration asleep) {
        this.parts = parts;
        this.asleep = asleep;
        this.settling = new Settling(patience);
        this.demands = new DemandBook(wants, parts.clock.instant());
    }

    /** Says that there is a new connection to the broker: from now on the fleet can be heard. Does not wait. */
    public void connected() {
        settling.connected(parts.clock.instant());
    }

    /** Says that the connection was lost: nothing is decided until there is another one. Does not wait. */
    public void disconnected() {
        settling.disconnected(parts.clock.instant());
    }

    /** The plan of the last run. */
    public PlacementPlan plan() {
        return plan;
    }

    /** What a decision of this moment would rest on. */
    public PlacementInput input() {
        return locked(() -> {
            var world = world();
            return input(world, demands(world, new TreeMap<>()));
        });
    }

    /** What is known at this moment. */
    public DispatchWorld world() {
        var declared = parts.declared.get();
        var sites = declared.sites();
        var policy = declared.policy();
        return new DispatchWorld(
                parts.clock.instant(),
                parts.tenant,
                declared,
                sites == null ? SiteBook.empty() : sites,
                new PolicyEvaluator(
                        policy == null
                                ? new BundleState.Absent("no policy bundle has been applied")
                                : new BundleState.Valid(policy)),
                parts.fleet.get());
    }

    /** A want that is known is in the plan already: a thousand callers of a model that warms up cost one decision. */
    @Override
    public PlacementPlan want(String deployment, Want want) {
        return locked(() -> {
            var news = demands.asked(deployment, want, parts.clock.instant());
            var next = news || plan.decision(deployment).isEmpty() ? run() : plan;
            if (news
                    && next.decisions().get(deployment) instanceof PlacementDecision.Unplaceable unplaceable
                    && unplaceable.deniedByPolicy()) {
                demands.drop(deployment, want);
            }
            return next;
        });
    }

    /** Decides anew and rolls out what has changed. */
    public PlacementPlan run() {
        return locked(() -> {
            var world = world();
            noteSleep(world.at());
            parts.announcements.announce(world.declared());
            demands.retain(world.declared().deployments().keySet());
            var told = parts.rollout.told();
            var obstacle = InForce.obstacle(world);
            if (obstacle.isEmpty()) {
                obstacle = settling.obstacle(told.keySet(), world.fleet(), world.at());
                var kept = Targets.keeping(told, world, obstacle.isPresent());
                parts.rollout.carryOut(Targets.narrowed(kept, world, parts.engine));
            }
            plan = obstacle.isPresent() ? unchanged(world, obstacle.get()) : decide(world, told);
            lastEnd = parts.clock.instant();
            return plan;
        });
    }

    /** Nodes that seem silent after a sleep may have spoken all the time. A clock that was set counts as one too. */
    private void noteSleep(Instant at) {
        if (lastEnd == null) {
            return;
        }
        var pause = Duration.between(lastEnd, at);
        if (pause.abs().compareTo(asleep) > 0) {
            LOG.infof("The last run ended %s ago, so the fleet is waited for", pause);
            settling.woke(at);
        }
    }

    private PlacementPlan decide(DispatchWorld world, SortedMap<NodeAddress, Target> told) {
        if (!recollected) {
            recollected = true;
            plan = Recollection.of(told, world.declared());
        }
        var used = use.since(world.fleet());
        for (var deployment : world.declared().deployments().values()) {
            if (used.contains(deployment.model())) {
                demands.used(deployment.name(), world.at());
            }
        }
        var decisions = new TreeMap<String, PlacementDecision>();
        var asked = demands(world, decisions);
        var placed = parts.engine.place(input(world, asked));
        decisions.putAll(placed.decisions());
        var next = new PlacementPlan(decisions, placed.routes(), placed.failures());
        parts.decisions.decided(world.at(), next, world.declared().policy());
        parts.rollout.carryOut(Targets.of(next, world));
        return next;
    }

    /** The plan as it is; of what it does not know it says why it is not decided now. */
    private PlacementPlan unchanged(DispatchWorld world, String obstacle) {
        var decisions = new TreeMap<>(plan.decisions());
        decisions.keySet().retainAll(world.declared().deployments().keySet());
        for (var deployment : world.declared().deployments().values()) {
            decisions.putIfAbsent(
                    deployment.name(),
                    new PlacementDecision.Unplaceable(deployment.name(), deployment.model(), obstacle, List.of()));
        }
        return new PlacementPlan(decisions, plan.routes(), plan.failures());
    }

    /**
     * The demands that can be placed; what nodes could not be given is decided here. What runs already stays, though its
     * artefacts be lost: its nodes have them.
     */
    private List<Demand> demands(DispatchWorld world, SortedMap<String, PlacementDecision> decisions) {
        var demanded = new ArrayList<Demand>();
        for (var deployment : world.declared().deployments().values()) {
            var model = world.declared().models().get(deployment.model());
            var runs = plan.decisions().get(deployment.name()) instanceof PlacementDecision.Placed;
            if (model != null && (runs || parts.artefacts.test(model.manifest()))) {
                var wants = demands.of(deployment, world.at());
                var lineage = world.declared().lineage(model.manifest());
                demanded.add(new Demand(deployment, model.manifest(), lineage, model.card(), wants));
            } else {
                var reason = "the controller does not have every artefact of " + deployment.model()
                        + ". Maybe apply its card again from where they are";
                decisions.put(
                        deployment.name(),
                        new PlacementDecision.Unplaceable(deployment.name(), deployment.model(), reason, List.of()));
            }
        }
        return demanded;
    }

    private PlacementInput input(DispatchWorld world, List<Demand> demanded) {
        return new PlacementInput(
                world.at(), world.tenant(), world.fleet(), world.sites(), world.policy(), demanded, plan);
    }

    private <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
