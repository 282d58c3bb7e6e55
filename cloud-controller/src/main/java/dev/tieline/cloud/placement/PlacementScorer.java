package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;

/** One quality of a candidate. */
sealed interface PlacementScorer permits LatencyScorer, LoadScorer, CostScorer, ReachScorer {

    /** The name that choices give. */
    String name();

    /** From 0, the worst, to 100. */
    int score(Demand demand, Scope scope, NodeView node);
}
