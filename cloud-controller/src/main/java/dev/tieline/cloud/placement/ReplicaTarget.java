package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import java.util.List;

/**
 * How many nodes a deployment should run on: as many as its minimum and its callers need, and while all of them are
 * full one more at a time, up to its maximum. One at a time goes again when the rest would be at most half busy: between
 * full and half busy nothing changes.
 */
final class ReplicaTarget {

    private ReplicaTarget() {}

    /**
     * The number for this plan.
     *
     * @param needed how many are needed without regard to load
     * @param active the nodes that were wanted by the plan in force, as far as they are known
     */
    static int of(Demand demand, int needed, List<NodeView> active) {
        var most = demand.deployment().maxReplicas();
        var now = Math.min(most, Math.max(needed, active.size()));
        if (needed == 0 || active.size() < now || !active.stream().allMatch(node -> works(demand, node))) {
            return now;
        }
        if (active.stream().allMatch(NodeView::saturated)) {
            return Math.min(most, now + 1);
        }
        return now > needed && idle(active) ? now - 1 : now;
    }

    private static boolean works(Demand demand, NodeView node) {
        return node.fresh() && node.ready(demand.model(), demand.digest());
    }

    /** Whether one less would do. */
    private static boolean idle(List<NodeView> active) {
        var slots = 0L;
        var running = 0L;
        for (var node : active) {
            if (node.telemetry() == null || node.telemetry().load().queued() > 0) {
                return false;
            }
            slots += node.telemetry().load().runSlots();
            running += node.telemetry().load().running();
        }
        return running * 2 * active.size() <= slots * (active.size() - 1);
    }
}
