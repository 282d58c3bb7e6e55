package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;

/**
 * How idle a node is. Most of it is the queue: that slots are busy at one moment says little, and less than the margin
 * that a holder is spared by.
 */
final class LoadScorer implements PlacementScorer {
    private static final double OF_SLOTS = 40;
    private static final double OF_QUEUE = 60;
    private static final int UNKNOWN = 50;

    @Override
    public String name() {
        return "load";
    }

    @Override
    public int score(Demand demand, Scope scope, NodeView node) {
        if (node.telemetry() == null) {
            return UNKNOWN;
        }
        var load = node.telemetry().load();
        var slots = (double) load.running() / load.runSlots();
        var busy = load.cpu() == null ? slots : Math.max(slots, load.cpu());
        var queue = load.queued() == 0 ? 0 : Math.min(1, (double) load.queued() / Math.max(1, load.queueLimit()));
        return (int) Math.round(100 - OF_SLOTS * busy - OF_QUEUE * queue);
    }
}
