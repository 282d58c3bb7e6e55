package dev.tieline.bench.overload;

import dev.tieline.bench.measure.Drift;
import dev.tieline.bench.measure.Machine;
import dev.tieline.bench.measure.Sample;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A run with all its rounds.
 *
 * @param date when it began
 * @param bare the bare inference of the plan's first model, once a round
 * @param results one for each model of the plan, in its order
 */
record OverloadReport(Instant date, Machine machine, Plan plan, List<Sample> bare, List<ModelResult> results) {

    OverloadReport {
        bare = List.copyOf(bare);
        results = List.copyOf(results);
    }

    /** How far the throughput of the bare inference moved between rounds. */
    Drift drift() {
        return Drift.of(bare.stream().map(Sample::perSecond).toList());
    }

    /** Whether the generator kept up everywhere. */
    boolean keptUp() {
        return results.stream()
                .allMatch(result -> IntStream.range(0, plan.percents().size())
                        .allMatch(index -> result.keptUp(index, plan.deadline())));
    }

    /** Whether the machine was calm enough, and the generator quick enough, for the figures to count. */
    boolean isValid() {
        return !drift().tooLarge() && keptUp();
    }
}
