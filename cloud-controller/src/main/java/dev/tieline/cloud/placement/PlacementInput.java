package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.TenantId;
import dev.tieline.policy.bundle.PolicyEvaluator;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Everything that a plan depends on.
 *
 * @param at the moment that policy and the site book are asked for
 * @param tenant whose fleet it is
 * @param fleet the nodes
 * @param sites where they stand, and what lies between them
 * @param policy what is allowed
 * @param demands what shall run, in any order; one per deployment
 * @param previous the plan in force; the empty one at the start
 */
public record PlacementInput(
        Instant at,
        TenantId tenant,
        FleetView fleet,
        SiteBook sites,
        PolicyEvaluator policy,
        List<Demand> demands,
        PlacementPlan previous) {

    /** @throws IllegalArgumentException if two demands are of one deployment; they are sorted by its name */
    public PlacementInput {
        demands = demands.stream().sorted(Comparator.comparing(Demand::name)).toList();
        for (var i = 1; i < demands.size(); i++) {
            if (demands.get(i).name().equals(demands.get(i - 1).name())) {
                throw new IllegalArgumentException(
                        "the deployment " + demands.get(i).name() + " stands twice among the demands");
            }
        }
    }
}
