package dev.tieline.edge.serving;

/** The caller waits no longer for its run, since its thread was interrupted or the slots were closed. */
final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Interrupted() {
        super("the wait for a run was interrupted, or the run slots were closed", null, false, false);
    }
}
