package dev.tieline.edge.node;

/** Why the node cannot start, in one sentence for the person who started it. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartFailure(String message) {
        super(message);
    }

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** A failure whose message says it all. */
    StartFailure(RuntimeException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
