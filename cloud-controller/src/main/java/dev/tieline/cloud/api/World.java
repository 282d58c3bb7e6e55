package dev.tieline.cloud.api;

import dev.tieline.cloud.decisions.DecisionLog;
import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.cloud.ingest.Rejections;
import dev.tieline.cloud.placement.PlacementPlan;
import java.util.function.Supplier;

/**
 * What the API tells of the world, each asked anew for every answer.
 *
 * @param fleet the nodes now
 * @param plan what is placed now
 * @param routes explains a call
 * @param decisions what was decided
 * @param rejections what came in and could not be used
 */
public record World(
        Supplier<FleetView> fleet,
        Supplier<PlacementPlan> plan,
        RouteQuestion routes,
        DecisionLog decisions,
        Rejections rejections) {}
