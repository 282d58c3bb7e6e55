package dev.tieline.edge.offload;

import dev.tieline.devices.NodeAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One try to have a call served by a node, that did not work.
 *
 * @param node the node
 * @param outcome the kind of failure
 * @param detail what was said about it, for people
 * @param retryAfter when the node expects to have room, counted from its answer; positive, null if it said nothing of it
 */
public record Attempt(
        NodeAddress node,
        Outcome outcome,
        String detail,
        @Nullable Duration retryAfter) {

    public Attempt(NodeAddress node, Outcome outcome, String detail) {
        this(node, outcome, detail, null);
    }

    /** The ways in which an attempt fails. */
    public enum Outcome {
        /** It was not asked: by the time it was its turn, its circuit was open. */
        NOT_ASKED,
        /** The node has no room. */
        BUSY,
        /** The node will not run it. */
        REFUSED,
        /** This node's own policy denied it when it was about to leave. */
        NOT_PERMITTED,
        /** The broker did not take it, or has nobody to give it to. */
        NOT_DELIVERED,
        /** Nothing came back in the time given. */
        NO_ANSWER
    }

    @Override
    public String toString() {
        return node + ": " + detail;
    }
}
