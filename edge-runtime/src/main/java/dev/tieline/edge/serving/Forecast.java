package dev.tieline.edge.serving;

import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * When the slots, all of them taken, will have room, by what is expected of the runs that hold places. Runs of which
 * nothing is known count as nothing: what is forecast is never too late on their account.
 *
 * @param firstEndNanos when the first of the running runs ends, so that a place in the queue is free
 * @param startNanos when a run that is queued now would start
 * @param complete whether something is known of every run
 */
record Forecast(long firstEndNanos, long startNanos, boolean complete) {

    /**
     * Lets the runs follow one another through the slots.
     *
     * @param left the time that each run still takes, in the order in which they were given places, at least as many as
     *     there are slots; nothing where it is not known
     */
    static Forecast of(Collection<OptionalLong> left, int slots) {
        var ends = new long[slots];
        long firstEnd = Long.MAX_VALUE;
        var complete = true;
        var begun = 0;
        for (var run : left) {
            complete &= run.isPresent();
            int slot = begun < slots ? begun : earliest(ends);
            ends[slot] += run.orElse(0);
            firstEnd = begun < slots ? Math.min(firstEnd, ends[slot]) : firstEnd;
            begun++;
        }
        return new Forecast(firstEnd, Arrays.stream(ends).min().orElse(0), complete);
    }

    private static int earliest(long[] ends) {
        int earliest = 0;
        for (int slot = 1; slot < ends.length; slot++) {
            if (ends[slot] < ends[earliest]) {
                earliest = slot;
            }
        }
        return earliest;
    }
}
