package dev.tieline.cloud.dispatch;

import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.cloud.placement.Want;

/** The placing of models, as dispatch asks for it. */
@FunctionalInterface
public interface Placements {

    /** Has a node found for what is wanted of a deployment, and gives the plan that takes the want into account. */
    PlacementPlan want(String deployment, Want want);
}
