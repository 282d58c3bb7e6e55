package dev.tieline.client;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits in tests. */
final class Until {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Until() {}

    /** Waits until it holds. */
    static void holds(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + PATIENCE.toSeconds() + " s for " + what);
            }
            Thread.onSpinWait();
        }
    }

    /** Waits until a thread waits by itself, for no longer than some time. */
    static void waits(Thread thread) {
        holds("the thread to wait", () -> thread.getState() == Thread.State.TIMED_WAITING);
    }
}
