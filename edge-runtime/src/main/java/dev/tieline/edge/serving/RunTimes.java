package dev.tieline.edge.serving;

import dev.tieline.devices.twin.ModelLatency;
import dev.tieline.models.ModelRef;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long the last runs of each model took, without the wait for a slot. Thread-safe.
 *
 * <p>Quantiles are exact over the last {@value #KEPT} runs, by the nearest rank: p99 is a time that some run took.
 */
public final class RunTimes {
    /** The runs of a model that count. */
    static final int KEPT = 256;

    private static final long LONGEST_NANOS = Duration.ofHours(1).toNanos();

    private final Map<ModelRef, Ring> rings = new HashMap<>();

    /** Takes the time of a run that gave an answer; over one hour counts as one hour. */
    synchronized void ran(ModelRef model, long nanos) {
        rings.computeIfAbsent(model, first -> new Ring()).add(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    /** The latencies of these models, as far as they have run. All others are forgotten. */
    public synchronized SortedMap<ModelRef, ModelLatency> latencies(Collection<ModelRef> loaded) {
        rings.keySet().retainAll(loaded);
        var latencies = new TreeMap<ModelRef, ModelLatency>();
        rings.forEach((model, ring) -> latencies.put(model, ring.latency()));
        return latencies;
    }

    /** The last run times of one model, the oldest overwritten first. */
    private static final class Ring {
        private final long[] nanos = new long[KEPT];
        private long runs;

        void add(long time) {
            nanos[(int) (runs % KEPT)] = time;
            runs++;
        }

        ModelLatency latency() {
            var sorted = Arrays.copyOf(nanos, (int) Math.min(runs, KEPT));
            Arrays.sort(sorted);
            return new ModelLatency(runs, quantile(sorted, 50), quantile(sorted, 99));
        }

        /** The smallest time that at least so many percent of the runs stay within. */
        private static Duration quantile(long[] sorted, int percent) {
            int rank = Math.ceilDiv(sorted.length * percent, 100);
            return Duration.ofNanos(sorted[rank - 1]);
        }
    }
}
