package dev.tieline.devices.twin;

import java.time.Duration;

/**
 * How long a model takes on a node, measured over its last runs, without the wait for a slot.
 *
 * @param runs since the model was loaded, 0 or more
 * @param p50 the time that half of the runs stay within, at most one hour; whole microseconds on the wire
 * @param p99 the time that 99 of 100 runs stay within, at least {@code p50} and at most one hour
 */
public record ModelLatency(long runs, Duration p50, Duration p99) {

    public ModelLatency {
        if (runs < 0) {
            throw new IllegalArgumentException("a model has run 0 times or more, and this is " + runs);
        }
        Telemetry.checkDuration("p50", p50);
        Telemetry.checkDuration("p99", p99);
        if (p50.compareTo(p99) > 0) {
            throw new IllegalArgumentException("p50 is at most p99, and this is " + p50 + " over " + p99);
        }
    }
}
