package dev.tieline.devices.testing.faults;

import java.time.Duration;

/**
 * How slow one direction of each connection is.
 *
 * @param latency how long every packet is under way at least
 * @param jitter how much longer it may be: evenly drawn between nothing and this; packets keep their order
 * @param bytesPerSecond how much passes, {@link Long#MAX_VALUE} for as much as comes
 */
public record Shape(Duration latency, Duration jitter, long bytesPerSecond) {

    /** Nothing is slowed down. */
    public static final Shape NONE = new Shape(Duration.ZERO, Duration.ZERO, Long.MAX_VALUE);

    public Shape {
        if (latency.isNegative() || jitter.isNegative() || bytesPerSecond < 1) {
            throw new IllegalArgumentException("a shape has a latency and a jitter of zero or more and at least one"
                    + " byte per second, unlike " + latency + ", " + jitter + ", " + bytesPerSecond);
        }
    }

    /** Every packet takes that much longer. */
    public static Shape latency(Duration latency) {
        return new Shape(latency, Duration.ZERO, Long.MAX_VALUE);
    }

    /** No more than that passes. */
    public static Shape bandwidth(long bytesPerSecond) {
        return new Shape(Duration.ZERO, Duration.ZERO, bytesPerSecond);
    }
}
