package dev.tieline.devices.testing.faults;

import java.util.Random;

/** When the packets of one direction of one connection are due. Not for several threads. */
final class Pace {
    private static final double SECOND = 1_000_000_000;

    private final Random random;
    private long lineFreeAt = Long.MIN_VALUE;
    private long lastDue = Long.MIN_VALUE;
    private long era;

    Pace(Random random) {
        this.random = random;
    }

    /**
     * When a packet that comes now has arrived: after the line has carried all that came before and it, and after the
     * latency; never before the packet that it follows.
     *
     * @param now in nanoseconds from any beginning
     * @param healings how often all was healed so far: what came before a healing delays nothing after it
     * @return in nanoseconds from the same beginning
     */
    long due(long now, int bytes, Shape shape, long healings) {
        if (healings != era) {
            era = healings;
            lineFreeAt = now;
            lastDue = now;
        }
        lineFreeAt = Math.max(now, lineFreeAt) + carrying(bytes, shape);
        long underWay = shape.latency().toNanos()
                + (long) (random.nextDouble() * shape.jitter().toNanos());
        lastDue = Math.max(lastDue, lineFreeAt + underWay);
        return lastDue;
    }

    private static long carrying(int bytes, Shape shape) {
        return (long) (bytes * SECOND / shape.bytesPerSecond());
    }
}
