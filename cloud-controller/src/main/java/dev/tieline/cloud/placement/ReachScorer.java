package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;

/** How many of the callers' sites policy lets a node serve, in percent: a replica that few may use is worth little. */
final class ReachScorer implements PlacementScorer {

    @Override
    public String name() {
        return "reach";
    }

    @Override
    public int score(Demand demand, Scope scope, NodeView node) {
        return scope.percent(node.site());
    }
}
