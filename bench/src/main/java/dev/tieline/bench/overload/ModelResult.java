package dev.tieline.bench.overload;

import dev.tieline.bench.measure.Median;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All rounds of one model.
 *
 * @param callers of the closed loop that reached the most
 * @param rounds in order, at least one
 */
record ModelResult(String model, int callers, List<Round> rounds) {
    /** The least share of the best goodput that is reached for at the highest rate. */
    static final double GOAL = 0.9;
    /** A generator whose requests were later than this share of their deadline did not keep up. */
    static final double LAG_LIMIT = 0.1;

    ModelResult {
        rounds = List.copyOf(rounds);
    }

    double peak() {
        return Median.of(rounds, round -> round.peak().goodput());
    }

    /** The median flatness of the rounds. */
    double flatness() {
        return Median.of(rounds, Round::flatness);
    }

    /** The median price of overload of the rounds. */
    double price() {
        return Median.of(rounds, Round::price);
    }

    boolean reachesGoal() {
        return flatness() >= GOAL;
    }

    /** All rounds of the rate with that place in the plan. */
    List<RateSample> rate(int index) {
        return rounds.stream().map(round -> round.rates().get(index)).toList();
    }

    /** The median goodput at a rate over the peak of the same round. */
    double overPeak(int index) {
        return Median.of(
                rounds,
                round -> round.rates().get(index).goodput()
                        / Math.max(round.peak().goodput(), Double.MIN_NORMAL));
    }

    /** What became of all requests at a rate. */
    Counts counts(int index) {
        return Counts.sum(rate(index).stream().map(RateSample::counts).toList());
    }

    /** The median of a quantile over the rounds that have it. */
    OptionalDouble median(
            int index, Function<RateSample, @Nullable Quantiles> which, Function<Quantiles, Double> quantile) {
        var figures = rate(index).stream()
                .map(which)
                .filter(quantiles -> quantiles != null)
                .map(quantile)
                .toList();
        return figures.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Median.of(figures, Double::doubleValue));
    }

    /** Whether the generator kept up at a rate: its requests were sent when they were due, or little later. */
    boolean keptUp(int index, Duration deadline) {
        double limit = deadline.toNanos() / 1e3 * LAG_LIMIT;
        return counts(index).unsent() == 0
                && median(index, RateSample::lag, Quantiles::p99).orElse(0) <= limit;
    }
}
