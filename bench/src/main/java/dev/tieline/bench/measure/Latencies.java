package dev.tieline.bench.measure;

import java.util.Arrays;

/** The times that calls took, in order of length. */
public final class Latencies {
    private final long[] sorted;

    private Latencies(long[] sorted) {
        this.sorted = sorted;
    }

    /**
     * Takes the times over.
     *
     * @param nanos one time a call, in any order, at least one
     * @throws IllegalArgumentException if there is none
     */
    public static Latencies of(long... nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("latencies need at least one call");
        }
        var sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(sorted);
    }

    public int count() {
        return sorted.length;
    }

    /**
     * The time within which that share of the calls ended: the nearest rank, so always a time that was measured.
     *
     * @param share above 0, at most 1
     * @return microseconds
     */
    public double micros(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a percentile's share must be above 0 and at most 1, and is " + share);
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(1, rank) - 1] / 1_000.0;
    }
}
