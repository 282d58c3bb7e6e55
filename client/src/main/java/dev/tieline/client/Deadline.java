package dev.tieline.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The moment after which nobody waits any more. */
final class Deadline {
    /** As good as for ever, and still to be counted in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final LongSupplier nanos;
    private final Duration wait;
    private final long end;

    /**
     * @param nanos a monotonic clock
     * @param wait how long there is from now; positive, and cut after a year
     */
    Deadline(LongSupplier nanos, Duration wait) {
        this.nanos = nanos;
        this.wait = bounded(wait);
        this.end = nanos.getAsLong() + this.wait.toNanos();
    }

    /** The same, or a year if it is longer. */
    static Duration bounded(Duration wait) {
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
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
