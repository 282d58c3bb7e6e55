package dev.tieline.bench.failover;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One blow and what came of it.
 *
 * @param struck what was struck: a node, or the broker
 * @param times what was measured
 * @param answered requests that ended after the blow with an answer
 * @param refused those that ended without one, by the code of the refusal
 */
record Episode(String struck, Map<Mark, Duration> times, int answered, Map<String, Long> refused) {

    Episode {
        times = new EnumMap<>(times);
        refused = new TreeMap<>(refused);
    }

    /** A time. @throws IllegalArgumentException if it was not measured */
    Duration time(Mark mark) {
        var time = times.get(mark);
        if (time == null) {
            throw new IllegalArgumentException(mark + " was not measured of " + struck + ", only " + times.keySet());
        }
        return time;
    }

    long failed() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }
}
