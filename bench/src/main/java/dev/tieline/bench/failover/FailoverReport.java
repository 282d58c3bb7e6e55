package dev.tieline.bench.failover;

import dev.tieline.bench.measure.Latencies;
import dev.tieline.bench.measure.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run with all its blows.
 *
 * @param date when it began
 * @param broker the broker's name, for people
 * @param episodes at least one
 */
record FailoverReport(Instant date, Machine machine, String broker, Plan plan, List<Episode> episodes) {

    FailoverReport {
        episodes = List.copyOf(episodes);
        if (episodes.isEmpty()) {
            throw new IllegalArgumentException("a report needs at least one episode");
        }
    }

    /** The time within which that share of the blows was over: the nearest rank, so always one that was measured. */
    Duration time(Mark mark, double share) {
        var nanos = episodes.stream()
                .mapToLong(episode -> episode.time(mark).toNanos())
                .toArray();
        return Duration.ofNanos((long) (Latencies.of(nanos).micros(share) * 1_000));
    }

    int answered() {
        return episodes.stream().mapToInt(Episode::answered).sum();
    }

    /** Requests that were not answered, by the code of the refusal. */
    Map<String, Long> refused() {
        var all = new TreeMap<String, Long>();
        episodes.forEach(episode -> episode.refused().forEach((code, count) -> all.merge(code, count, Long::sum)));
        return all;
    }
}
