package dev.tieline.edge.call;

import java.time.Duration;

/**
 * The moment by which a caller must have its answer or its error.
 *
 * @param ticker the clock it is read on
 * @param atNanos the moment, on that clock
 */
public record Deadline(Ticker ticker, long atNanos) {

    public static Deadline after(Ticker ticker, Duration budget) {
        return new Deadline(ticker, ticker.nanos() + budget.toNanos());
    }

    /** What is left, zero or negative once the moment has passed. */
    public Duration remaining() {
        return Duration.ofNanos(atNanos - ticker.nanos());
    }

    public boolean passed() {
        return atNanos - ticker.nanos() <= 0;
    }

    /** This deadline, or the end of a wait that starts now, whichever comes first. */
    public Deadline within(Duration wait) {
        return remaining().compareTo(wait) <= 0 ? this : after(ticker, wait);
    }
}
