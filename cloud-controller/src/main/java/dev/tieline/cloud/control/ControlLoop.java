package dev.tieline.cloud.control;

import dev.tieline.cloud.catalog.Declared;
import dev.tieline.cloud.dispatch.DispatchWorld;
import dev.tieline.cloud.dispatch.Placements;
import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.placement.Demand;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.cloud.placement.PlacementInput;
import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.cloud.placement.Want;
import dev.tieline.cloud.rollout.Rollout;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.TenantId;
import dev.tieline.models.ModelManifest;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.bundle.PolicyEvaluator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run: from what is declared and what is, to what shall be.
 *
 * <p>After each connect nothing is decided before the nodes that were told anything have been heard of again, or have had
 * the time to be: to a controller that has just begun, or was cut off, every node looks lost. Runs go on one at a time; {@link #plan()} and {@link #world()}
 * can be asked at any time.
 */
public final class ControlLoop implements Placements {
    private final Parts parts;
    private final Duration patience;
    private final DemandBook demands;
    private final ModelUse use = new ModelUse();
    private volatile PlacementPlan plan = PlacementPlan.empty();
    private @Nullable Instant connectedAt;
    private boolean settled;
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

    /** Finds a node for everything that is demanded. */
    @FunctionalInterface
    public interface Engine {
        PlacementPlan place(PlacementInput input);
    }

    /** Takes note of decisions. */
    @FunctionalInterface
    public interface Decisions {
        void decided(Instant at, PlacementPlan plan, @Nullable PolicyBundle bundle);
    }

    /**
     * Makes the loop.
     *
     * @param wants the file that keeps what was asked for on demand
     * @param patience how long the fleet of an earlier life is waited for
     */
    public ControlLoop(Parts parts, Path wants, Duration patience) {
        this.parts = parts;
        this.patience = patience;
        this.demands = new DemandBook(wants, parts.clock.instant());
    }

    /** Says that there is a new connection to the broker: from now on the fleet can be heard. */
    public synchronized void connected() {
        connectedAt = parts.clock.instant();
        settled = false;
    }

    /** The plan of the last run. */
    public PlacementPlan plan() {
        return plan;
    }

    /** What a decision of this moment would rest on. */
    public synchronized PlacementInput input() {
        var world = world();
        return input(world, demands(world, new TreeMap<>()));
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
    public synchronized PlacementPlan want(String deployment, Want want) {
        var news = demands.asked(deployment, want, parts.clock.instant());
        return news || plan.decision(deployment).isEmpty() ? run() : plan;
    }

    /** Decides anew and rolls out what has changed. */
    public synchronized PlacementPlan run() {
        var world = world();
        parts.announcements.announce(world.declared());
        if (!settled(world)) {
            return plan;
        }
        noteUse(world);
        var decisions = new TreeMap<String, PlacementDecision>();
        var asked = demands(world, decisions);
        var placed = parts.engine.place(input(world, asked));
        decisions.putAll(placed.decisions());
        var next = new PlacementPlan(decisions, placed.routes(), placed.failures());
        parts.decisions.decided(world.at(), next, world.declared().policy());
        parts.rollout.carryOut(Targets.of(next, world));
        plan = next;
        return next;
    }

    /** The demands that can be placed; what nodes could not be given is decided here. */
    private List<Demand> demands(DispatchWorld world, SortedMap<String, PlacementDecision> decisions) {
        var demanded = new ArrayList<Demand>();
        for (var deployment : world.declared().deployments().values()) {
            var model = world.declared().models().get(deployment.model());
            if (model != null && parts.artefacts.test(model.manifest())) {
                var wants = demands.of(deployment, world.at());
                demanded.add(new Demand(deployment, model.manifest(), model.card(), wants));
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

    private void noteUse(DispatchWorld world) {
        var used = use.since(world.fleet());
        for (var deployment : world.declared().deployments().values()) {
            if (used.contains(deployment.model())) {
                demands.used(deployment.name(), world.at());
            }
        }
    }

    private boolean settled(DispatchWorld world) {
        var since = connectedAt;
        if (!settled && since != null) {
            var nodes = world.fleet().nodes();
            var allHeard = parts.rollout.told().keySet().stream()
                    .allMatch(node -> nodes.containsKey(node) && nodes.get(node).freshness() != Freshness.STALE);
            settled = allHeard || !world.at().isBefore(since.plus(patience));
            if (settled && !recollected) {
                recollected = true;
                plan = Recollection.of(parts.rollout.told(), world.declared());
            }
        }
        return settled;
    }
}
