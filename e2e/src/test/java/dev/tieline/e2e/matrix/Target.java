package dev.tieline.e2e.matrix;

import java.util.Locale;

/** Which process is broken. */
enum Target {
    /** The region's node that holds what only one node holds. */
    EXECUTOR,
    BROKER,
    CONTROLLER,
    /** The gateway, which the callers ask. */
    EDGE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
