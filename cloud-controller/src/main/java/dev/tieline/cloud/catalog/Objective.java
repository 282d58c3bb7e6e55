package dev.tieline.cloud.catalog;

import java.util.Locale;

/** What a deployment would rather have where several nodes may run its model. */
public enum Objective {
    /** Short answers: near nodes, fast accelerators, short queues. */
    LATENCY,
    /** Cheap sites. */
    COST,
    /** Some of both. */
    BALANCED;

    /** The objective as files write it, such as {@code latency}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word();
    }
}
