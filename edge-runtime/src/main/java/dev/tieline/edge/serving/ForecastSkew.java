package dev.tieline.edge.serving;

import java.time.Duration;
import java.util.Arrays;

/**
 * By how much queued runs ended later than was forecast when they were admitted. Not thread-safe.
 *
 * <p>A forecast adds up medians, so by itself half of what is admitted to the very end of its time would be late, and
 * work that ends late is lost for everybody. So what is admitted must fit even if it takes longer by the share that
 * nineteen of twenty of the last runs stayed within. A shorter queue costs nothing as long as there is one: the slots
 * stay busy. What is known is forgotten when nothing that was queued has ended for a while, so that a factor that lets
 * nobody queue does not last.
 */
final class ForecastSkew {
    /** The runs that count. */
    static final int KEPT = 64;

    private static final int PERCENT = 95;
    /** With fewer, one that is far off would count for all. */
    private static final int ENOUGH = 24;

    private static final long REMEMBERED_NANOS = Duration.ofSeconds(1).toNanos();
    /** After how many runs the share is taken anew. */
    private static final int REFRESHED_EVERY = 8;
    /** What an answer still has to do after its run: be written, and travel. */
    private static final double AFTER_THE_RUN = 1.05;
    /** A run that was stopped would have taken longer, by nobody knows how much. */
    private static final double UNFINISHED = 1.25;

    private static final double MOST = 4;

    private final double[] ratios = new double[KEPT];
    private int runs;
    private double factor = 1;
    private long lastNanos;

    /** How many times as long as forecast a queued run may take, at a moment; 1 to 4, and 1 while nothing is known. */
    double factor(long nowNanos) {
        if (runs > 0 && nowNanos - lastNanos > REMEMBERED_NANOS) {
            runs = 0;
            factor = 1;
        }
        return factor;
    }

    /**
     * Takes note of a run that has ended.
     *
     * @param forecastNanos how long it should have taken, its wait included; positive
     * @param actualNanos how long it did
     * @param nowNanos this moment
     */
    void ended(long forecastNanos, long actualNanos, long nowNanos) {
        add(AFTER_THE_RUN * actualNanos / forecastNanos, nowNanos);
    }

    /** Takes note of a run that had not ended at its deadline, after so long. */
    void missed(long forecastNanos, long nanos, long nowNanos) {
        add(UNFINISHED * Math.max(nanos, forecastNanos) / forecastNanos, nowNanos);
    }

    private void add(double ratio, long nowNanos) {
        lastNanos = nowNanos;
        ratios[runs % KEPT] = ratio;
        runs = runs == Integer.MAX_VALUE ? KEPT : runs + 1;
        if (runs >= ENOUGH && runs % REFRESHED_EVERY == 0) {
            var sorted = Arrays.copyOf(ratios, Math.min(runs, KEPT));
            Arrays.sort(sorted);
            int rank = Math.ceilDiv(sorted.length * PERCENT, 100);
            factor = Math.clamp(sorted[rank - 1], 1, MOST);
        }
    }
}
