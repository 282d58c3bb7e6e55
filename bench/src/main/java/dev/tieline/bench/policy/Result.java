package dev.tieline.bench.policy;

import dev.tieline.bench.measure.Drift;
import dev.tieline.bench.measure.Median;
import java.util.List;

/**
 * One subject with all its rounds.
 *
 * @param rounds at least one
 */
record Result(Subject subject, List<Figure> rounds) {
    Result {
        rounds = List.copyOf(rounds);
    }

    /** The median of the rounds, each figure for itself. */
    Figure median() {
        return new Figure(
                Median.of(rounds, Figure::nanos),
                Median.of(rounds, Figure::cpuNanos),
                Median.of(rounds, Figure::bytes));
    }

    /** The slowest round, in nanoseconds. */
    double worstNanos() {
        return rounds.stream().mapToDouble(Figure::nanos).max().orElseThrow();
    }

    Drift drift() {
        return Drift.of(rounds.stream().map(Figure::nanos).toList());
    }
}
