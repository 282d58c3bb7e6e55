package dev.tieline.e2e.history;

import dev.tieline.devices.NodeAddress;

/** When a node could not be asked because the test had killed or stopped it: from before that until it was ready again. */
public record Outage(NodeAddress node, Span span) {

    /** Whether a call was under way to the node meanwhile, and was not overdue already when that began. */
    boolean excuses(Call call) {
        return node.equals(call.asked())
                && span.touches(call.sent(), call.ended())
                && span.from() - call.due() <= HistoryChecker.GUARD.toNanos();
    }
}
