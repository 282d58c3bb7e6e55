package dev.tieline.bench.offload;

import dev.tieline.bench.measure.Drift;
import dev.tieline.bench.measure.Machine;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A run with all its rounds.
 *
 * @param date when it began
 * @param broker the broker's name, for people
 * @param results one for each load of the plan, in its order
 */
public record OffloadReport(Instant date, Machine machine, String broker, Plan plan, List<LoadResult> results) {

    public OffloadReport {
        results = List.copyOf(results);
    }

    /** The largest drift of the bare inference at any load. */
    Drift drift() {
        return results.stream()
                .map(LoadResult::drift)
                .max(Comparator.comparingDouble(Drift::share))
                .orElseThrow();
    }

    /** Whether the machine was calm enough for the figures to count. */
    boolean isValid() {
        return !drift().tooLarge();
    }
}
