package dev.tieline.edge.offload;

import dev.tieline.devices.NodeAddress;

/**
 * One try to have a call served by a node, that did not work.
 *
 * @param node the node
 * @param outcome the kind of failure
 * @param detail what was said about it, for people
 */
public record Attempt(NodeAddress node, Outcome outcome, String detail) {

    /** The ways in which an attempt fails. */
    public enum Outcome {
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
