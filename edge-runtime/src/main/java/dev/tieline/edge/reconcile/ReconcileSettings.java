package dev.tieline.edge.reconcile;

import java.time.Duration;

/**
 * The times of reconciling.
 *
 * @param retryMin the shortest pause after a failure
 * @param retryMax the longest pause after failures in a row
 * @param stall how long a download may go without a byte before it is broken off
 * @param progress how often a download's progress is reported
 * @param away for how long a server that cannot be read from is waited for before a model counts as failed: not being
 *     there says nothing of the model or the node
 * @param grace for how long a model that policy denies is waited for before it counts as failed: the bundle that permits
 *     it may be on its way
 */
public record ReconcileSettings(
        Duration retryMin, Duration retryMax, Duration stall, Duration progress, Duration away, Duration grace) {
    /** 1 s, 1 min, 1 min, 1 s, 1 min, 5 s. */
    public static final ReconcileSettings DEFAULT = new ReconcileSettings(
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5));

    public ReconcileSettings {
        if (!retryMin.isPositive()
                || retryMax.compareTo(retryMin) < 0
                || !stall.isPositive()
                || !progress.isPositive()
                || away.isNegative()
                || grace.isNegative()) {
            throw new IllegalArgumentException("the times of reconciling are positive and the longest pause is at least"
                    + " the shortest, and these are " + retryMin + " to " + retryMax + ", " + stall + ", "
                    + progress + ", " + away + " and " + grace);
        }
    }
}
