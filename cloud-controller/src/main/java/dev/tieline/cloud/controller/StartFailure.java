package dev.tieline.cloud.controller;

/** Why the controller cannot start, in one sentence for the person who started it. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartFailure(String message) {
        super(message);
    }

    /** A failure whose message says it all. */
    StartFailure(RuntimeException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
