package dev.tieline.edge.reconcile;

/**
 * Why a step failed.
 *
 * @param reason what is told to people
 * @param progress whether it came further than the attempt before it
 * @param away whether the model's server could not be read from, which says nothing of the model or the node
 */
record Mishap(String reason, boolean progress, boolean away) {

    /** It is the model's own fault, or the node's. */
    static Mishap of(String reason) {
        return new Mishap(reason, false, false);
    }

    /** The server was not there, or fell silent. */
    static Mishap away(String reason, boolean progress) {
        return new Mishap(reason, progress, true);
    }
}
