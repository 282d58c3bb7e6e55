package dev.tieline.bench.overload;

import dev.tieline.bench.measure.Drift;
import dev.tieline.bench.measure.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A report as lines for people: medians over the rounds; shares are of all arrivals. */
final class OverloadTable {
    private static final String ROW = "%-8s %10s %10s %6s  %-17s %8s  %-18s %7s %7s %7s %9s  %s";

    private OverloadTable() {}

    static List<String> lines(OverloadReport report) {
        var lines = new ArrayList<>(head(report));
        for (var result : report.results()) {
            lines.add("");
            lines.addAll(block(report.plan(), result));
        }
        lines.add("");
        lines.addAll(verdict(report));
        return lines;
    }

    private static List<String> head(OverloadReport report) {
        var machine = report.machine();
        var plan = report.plan();
        return List.of(
                "Goodput of a node that is asked for more than it can do; times count from when a request was due",
                machine.line(),
                String.format(
                        Locale.ROOT,
                        "node     %d run slots, queue of %d; deadline %d ms",
                        plan.capacity().slots(),
                        plan.capacity().queue(),
                        plan.deadline().toMillis()),
                String.format(
                        Locale.ROOT,
                        "rounds   %d of %.1f s at each rate, medians over the rounds",
                        plan.rounds(),
                        plan.window().toNanos() / 1e9));
    }

    private static List<String> block(Plan plan, ModelResult result) {
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: peak %s/s (closed loop, %d callers)",
                result.model(),
                figure(result.peak()),
                result.callers()));
        lines.add(String.format(
                Locale.ROOT,
                ROW,
                "offered",
                "per s",
                "goodput/s",
                "/peak",
                "answer p50/p99 ms",
                "refused",
                "refusal p50/p99 ms",
                "late",
                "504",
                "lost",
                "CPU us",
                "lag p99 ms"));
        for (int index = 0; index < plan.percents().size(); index++) {
            lines.add(row(plan, result, index));
        }
        lines.addAll(ratios(plan, result));
        return lines;
    }

    private static String row(Plan plan, ModelResult result, int index) {
        var rounds = result.rate(index);
        var counts = result.counts(index);
        return String.format(
                Locale.ROOT,
                ROW,
                plan.percents().get(index) + " %",
                figure(Median.of(rounds, RateSample::offered)),
                figure(Median.of(rounds, RateSample::goodput)),
                String.format(Locale.ROOT, "%.2f", result.overPeak(index)),
                millis(result.median(index, RateSample::answered, Quantiles::p50)) + " / "
                        + millis(result.median(index, RateSample::answered, Quantiles::p99)),
                share(counts.refusals(), counts),
                millis(result.median(index, RateSample::refusal, Quantiles::p50)) + " / "
                        + millis(result.median(index, RateSample::refusal, Quantiles::p99)),
                share(counts.late() + counts.unanswered(), counts),
                share(counts.timedOut(), counts),
                share(counts.lost() + counts.unsent(), counts),
                figure(Median.of(rounds, RateSample::cpuPerAnswer)),
                millis(result.median(index, RateSample::lag, Quantiles::p99))
                        + (result.keptUp(index, plan.deadline()) ? "" : " VOID"));
    }

    private static List<String> ratios(Plan plan, ModelResult result) {
        int last = plan.percents().size() - 1;
        var counts = result.counts(last);
        var top = plan.top() + " %";
        var deadline = plan.deadline().toNanos() / 1e3;
        var p99 = result.median(last, RateSample::answered, Quantiles::p99);
        return List.of(
                String.format(
                        Locale.ROOT,
                        "  goodput at %s / best goodput = %.2f; the goal of %.1f is %s",
                        top,
                        result.flatness(),
                        ModelResult.GOAL,
                        judgement(plan, result)),
                String.format(
                        Locale.ROOT, "  the node's CPU for an answer at %s / at its peak = %.2f", top, result.price()),
                p99.isEmpty()
                        ? "  nothing was answered at " + top
                        : String.format(
                                Locale.ROOT,
                                "  p99 of the answered at %s / deadline = %.2f; %s",
                                top,
                                p99.getAsDouble() / deadline,
                                p99.getAsDouble() <= deadline ? "within" : "beyond"),
                String.format(
                        Locale.ROOT,
                        "  refusals at %s: %,d, of which %,d without Retry-After; neither answered nor refused by the"
                                + " deadline: %,d of %,d",
                        top,
                        counts.refusals(),
                        counts.refusedBarely(),
                        counts.tooLate(),
                        counts.arrivals()),
                String.format(
                        Locale.ROOT,
                        "  at %s the node used %.2f processors, the generator %.2f, on %,d connections",
                        top,
                        Median.of(result.rate(last), sample -> sample.effort().nodeCores()),
                        Median.of(result.rate(last), sample -> sample.effort().generatorCores()),
                        result.rate(last).getLast().effort().connections()));
    }

    private static String judgement(Plan plan, ModelResult result) {
        if (!result.keptUp(plan.percents().size() - 1, plan.deadline())) {
            return "not judged, since the generator did not keep up";
        }
        return result.reachesGoal() ? "reached" : "missed";
    }

    private static List<String> verdict(OverloadReport report) {
        var lines = new ArrayList<String>();
        var drift = "the bare inference drifted " + report.drift() + " between rounds";
        if (!report.keptUp()) {
            lines.add("VOID where it says so: the generator did not send its requests when they were due.");
        }
        lines.add(
                report.drift().tooLarge()
                        ? "VOID: " + drift + ", more than " + Drift.percent(Drift.LIMIT)
                                + ": these figures do not count. Maybe run again when the machine is calm."
                        : (report.isValid() ? "VALID: " : "Else valid: ") + drift + " (limit "
                                + Drift.percent(Drift.LIMIT) + ")");
        return lines;
    }

    private static String share(int part, Counts counts) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / Math.max(1, counts.arrivals()));
    }

    private static String millis(OptionalDouble micros) {
        return micros.isEmpty() ? "-" : String.format(Locale.ROOT, "%.1f", micros.getAsDouble() / 1_000);
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }
}
