package dev.tieline.cloud.controller;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How often something was decided and how long that took in all. Thread-safe. */
final class DecisionTimes {
    private final LongSupplier nanoTime;
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    /** @param nanoTime a clock that only runs forward, in nanoseconds */
    DecisionTimes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Decides, and counts that, however it ends. */
    <T> T measured(Supplier<T> decision) {
        long begun = nanoTime.getAsLong();
        try {
            return decision.get();
        } finally {
            nanos.add(nanoTime.getAsLong() - begun);
            count.increment();
        }
    }

    long count() {
        return count.sum();
    }

    long nanos() {
        return nanos.sum();
    }
}
