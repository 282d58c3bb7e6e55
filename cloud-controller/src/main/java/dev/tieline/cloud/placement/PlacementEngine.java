package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.TenantId;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.bundle.PolicyEvaluator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Makes plans. A pure function of its input: it can be asked by several threads, and the order in which the input was
 * put together makes no difference.
 *
 * <p>Deployments are placed in the order of their names, after every holder has had its room reserved, so that none
 * loses its place to another that comes earlier in the alphabet.
 */
public final class PlacementEngine {
    private final PlacementSettings settings;

    public PlacementEngine(PlacementSettings settings) {
        this.settings = settings;
    }

    /** The plan that follows the one in force. */
    public PlacementPlan place(PlacementInput input) {
        var planning = new Planning(input, settings);
        var placements = new ArrayList<DemandPlacement>();
        for (var demand : input.demands()) {
            var holders = Holders.of(demand, input, planning.cards());
            placements.add(new DemandPlacement(planning, demand, holders));
        }
        reserve(placements);
        var decisions = new TreeMap<String, PlacementDecision>();
        for (var placement : placements) {
            var decision = placement.decide();
            decisions.put(decision.deployment(), decision);
        }
        var routes = new RoutePlanner(planning, decisions).routes();
        return new PlacementPlan(decisions, routes, planning.failures().all());
    }

    /**
     * Whether policy permits a model whose weights have that label to be brought to a site: the question that every placement there asks as well.
     * Without a valid bundle nothing is permitted.
     */
    public static boolean mayHold(
            Instant at, TenantId tenant, SiteBook sites, PolicyEvaluator policy, DataLabel weights, SiteId site) {
        var world = new PlacementInput(
                at, tenant, FleetView.of(at, List.of()), sites, policy, List.of(), PlacementPlan.empty());
        return new Sovereignty(world).deploy(site, weights).isEmpty();
    }

    private static void reserve(List<DemandPlacement> placements) {
        placements.forEach(DemandPlacement::reserveActive);
        placements.forEach(DemandPlacement::reserveRetiring);
    }
}
