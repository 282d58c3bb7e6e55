package dev.tieline.e2e.history;

import dev.tieline.devices.NodeAddress;

/**
 * When a node that was started without any data may not have been told anything yet: from before that until all was
 * whole again. It knows no model, and without a policy it denies everything.
 */
public record Newcomer(NodeAddress node, Span span) {

    /** Whether a call was under way to the node meanwhile. */
    boolean touches(Call call) {
        return node.equals(call.asked()) && span.touches(call.sent(), call.ended());
    }
}
