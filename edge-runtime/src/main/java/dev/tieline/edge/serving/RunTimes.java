package dev.tieline.edge.serving;

import dev.tieline.devices.twin.ModelLatency;
import dev.tieline.models.ModelRef;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long the last runs of each model took, without the wait for a slot. Thread-safe.
 *
 * <p>Quantiles are exact over the last {@value #KEPT} runs, by the nearest rank: p99 is a time that some run took. A run
 * that was stopped may count with the time that it had: a model that became slower than its callers wait would else seem
 * as quick as it was.
 */
public final class RunTimes {
    /** The runs of a model that count. */
    static final int KEPT = 256;

    /** After how many runs the median is taken anew, once there were so many: sorting takes as long as a small model. */
    private static final int MEDIAN_EVERY = 16;

    private static final long LONGEST_NANOS = Duration.ofHours(1).toNanos();

    private final Map<ModelRef, Ring> rings = new HashMap<>();

    /** Takes the time of a run that gave an answer; over one hour counts as one hour. */
    synchronized void ran(ModelRef model, long nanos) {
        rings.computeIfAbsent(model, first -> new Ring()).add(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    /**
     * Takes the time after which a run was stopped. It would have taken longer, so that time counts as far as it says
     * something new: where none was known, or less was expected.
     */
    synchronized void stopped(ModelRef model, long nanos) {
        var ring = rings.get(model);
        if (ring == null || nanos > ring.median) {
            ran(model, nanos);
        }
    }

    /** How long a run of the model is expected to take: the median of the last ones; nothing if it has not run. */
    synchronized Optional<Duration> expected(ModelRef model) {
        return Optional.ofNullable(rings.get(model)).map(ring -> Duration.ofNanos(ring.median));
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
        private long median;

        void add(long time) {
            nanos[(int) (runs % KEPT)] = time;
            runs++;
            if (runs <= MEDIAN_EVERY || runs % MEDIAN_EVERY == 0) {
                median = latency().p50().toNanos();
            }
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
