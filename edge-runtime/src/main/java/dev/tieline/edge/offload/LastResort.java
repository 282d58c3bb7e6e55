package dev.tieline.edge.offload;

/**
 * The node that asks, as the last one to serve its own call: while it has room, a silent node elsewhere is not waited
 * for until the deadline.
 */
@FunctionalInterface
public interface LastResort {

    /** Takes a place here for the call, if there is one, and holds it until the offload has ended. */
    boolean hold();
}
