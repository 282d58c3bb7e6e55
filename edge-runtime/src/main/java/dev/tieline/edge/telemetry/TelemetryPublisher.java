package dev.tieline.edge.telemetry;

import dev.tieline.edge.admission.EgressGuard;
import dev.tieline.edge.background.Background;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Says how the node does: once after each connect, and then once in each period.
 *
 * <p>Periods vary at random, so that the nodes of a fleet that started together do not speak together for ever.
 */
public final class TelemetryPublisher implements AutoCloseable {
    /** The share by which a period is longer or shorter. */
    private static final double JITTER = 0.1;

    private static final Duration LONGEST_PERIOD = Duration.ofHours(1);
    /** A measurement that is older than this many periods is not worth delivering. */
    private static final int PERIODS_WORTH = 3;

    private final Gauges gauges;
    private final EgressGuard egress;
    private final Duration period;
    private final RandomGenerator random;
    private final Background background;
    /** Counts connections: the rounds of an earlier one end when the next begins. */
    private int connection;

    /**
     * Makes a publisher that is silent until the first connect.
     *
     * @param period the mean time between two measurements, at most one hour
     * @param background where it measures; closed with the publisher
     */
    public TelemetryPublisher(
            Gauges gauges, EgressGuard egress, Duration period, RandomGenerator random, Background background) {
        if (!period.isPositive() || period.compareTo(LONGEST_PERIOD) > 0) {
            throw new IllegalArgumentException(
                    "the period of telemetry is positive and at most " + LONGEST_PERIOD + ", and this is " + period);
        }
        this.gauges = gauges;
        this.egress = egress;
        this.period = period;
        this.random = random;
        this.background = background;
    }

    /** Begins anew, with a first measurement at once. */
    public void connected() {
        var present = nextConnection();
        background.after(Duration.ZERO, () -> round(present));
    }

    /** Falls silent until the next connect. */
    public void disconnected() {
        nextConnection();
    }

    @Override
    public void close() {
        nextConnection();
        background.close();
    }

    private void round(int ofConnection) {
        if (ofConnection != presentConnection()) {
            return;
        }
        background.after(spread(), () -> round(ofConnection));
        egress.sendTelemetry(gauges.read().toCbor(), period.multipliedBy(PERIODS_WORTH));
    }

    private Duration spread() {
        return Duration.ofNanos((long) (period.toNanos() * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }

    private synchronized int nextConnection() {
        return ++connection;
    }

    private synchronized int presentConnection() {
        return connection;
    }
}
