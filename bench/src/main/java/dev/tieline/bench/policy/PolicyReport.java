package dev.tieline.bench.policy;

import dev.tieline.bench.measure.Drift;
import dev.tieline.bench.measure.Machine;
import dev.tieline.bench.measure.Median;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A run with all its rounds.
 *
 * @param date when it began
 * @param load how many tasks the machine had to run on average in the minute before; negative where that is not known
 * @param results one for each subject of the plan, in its order
 */
record PolicyReport(Instant date, Machine machine, double load, Plan plan, List<Result> results) {
    PolicyReport {
        results = List.copyOf(results);
    }

    Result result(Subject subject) {
        return results.stream()
                .filter(result -> result.subject() == subject)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("this run did not measure " + subject));
    }

    /** A subject's time over that of what it is compared with: the median over the rounds, each round for itself. */
    OptionalDouble ratio(Result result) {
        return result.subject().beside().stream()
                .mapToDouble(beside -> {
                    var others = result(beside).rounds();
                    return Median.of(
                            IntStream.range(0, others.size()).boxed().toList(),
                            i -> result.rounds().get(i).nanos() / others.get(i).nanos());
                })
                .findFirst();
    }

    /** How far the rule written by hand moved between the rounds. */
    Drift drift() {
        return result(Subject.YARDSTICK).drift();
    }

    /** Whether the machine was calm enough for the figures to count. */
    boolean isValid() {
        return !drift().tooLarge();
    }
}
