package dev.tieline.edge.call;

/** A monotonic clock in nanoseconds with an arbitrary origin, such as {@link System#nanoTime}. */
@FunctionalInterface
public interface Ticker {
    long nanos();
}
