package dev.tieline.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The moment after which nobody waits any more. */
final class Deadline {
    private final LongSupplier nanos;
    private final Duration wait;
    private final long end;

    /**
     * @param nanos a monotonic clock
     * @param wait how long there is from now; positive
     */
    Deadline(LongSupplier nanos, Duration wait) {
        this.nanos = nanos;
        this.wait = wait;
        this.end = nanos.getAsLong() + wait.toNanos();
    }

    /** How much is left; negative once it has passed. */
    Duration left() {
        return Duration.ofNanos(end - nanos.getAsLong());
    }

    /** What to throw once it has passed. */
    DeadlineException passed(String what) {
        return new DeadlineException(what + " within " + wait.toMillis() + " ms");
    }
}
