package dev.tieline.devices.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pauses between attempts to connect: each is drawn between the shortest pause and three times the previous one
 * (decorrelated jitter), so that a fleet that lost its broker at one moment does not return at one moment.
 */
final class Backoff {
    private final long minNanos;
    private final long maxNanos;
    private final RandomGenerator jitter;
    private long previousNanos;

    Backoff(Duration min, Duration max, RandomGenerator jitter) {
        this.minNanos = min.toNanos();
        this.maxNanos = max.toNanos();
        this.jitter = jitter;
        this.previousNanos = minNanos;
    }

    Duration next() {
        var ceiling = previousNanos > maxNanos / 3 ? maxNanos : Math.max(minNanos, previousNanos * 3);
        previousNanos = ceiling == minNanos ? minNanos : jitter.nextLong(minNanos, ceiling + 1);
        return Duration.ofNanos(previousNanos);
    }

    void reset() {
        previousNanos = minNanos;
    }
}
