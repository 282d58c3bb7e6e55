package dev.tieline.bench.offload;

import dev.tieline.bench.measure.Drift;
import dev.tieline.bench.measure.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A report as lines for people: medians over the rounds. */
final class OffloadTable {
    private static final String ROW = "%-8s %7s  %-14s %9s %9s %9s %9s";

    private OffloadTable() {}

    static List<String> lines(OffloadReport report) {
        var lines = new ArrayList<>(head(report));
        lines.add("");
        lines.add(String.format(Locale.ROOT, ROW, "tensors", "callers", "", "p50 us", "p99 us", "per s", "CPU us"));
        report.results().forEach(result -> lines.addAll(rows(result)));
        lines.add("");
        lines.add(verdict(report));
        return lines;
    }

    private static List<String> head(OffloadReport report) {
        var machine = report.machine();
        var plan = report.plan();
        return List.of(
                "Offload over MQTT beside a raw echo on the same broker and the bare inference",
                machine.line(),
                "broker   " + report.broker(),
                String.format(
                        Locale.ROOT,
                        "rounds   %d of %d requests each (inference: %d times as many), medians over the rounds",
                        plan.rounds(),
                        plan.requests(),
                        Plan.BARE_FACTOR));
    }

    private static List<String> rows(LoadResult result) {
        return List.of(
                row(result, "inference", Round::bare),
                row(result, "raw echo", Round::echo),
                row(result, "offload", Round::offload),
                String.format(
                        Locale.ROOT,
                        "%-8s %7s  offload / (raw echo + inference) = %.2f; the goal of %.1f is %s",
                        "",
                        "",
                        result.ratio(),
                        LoadResult.GOAL,
                        result.reachesGoal() ? "reached" : "missed"));
    }

    private static String row(LoadResult result, String subject, Function<Round, Sample> part) {
        var sample = Sample.median(result.rounds().stream().map(part).toList());
        return String.format(
                Locale.ROOT,
                ROW,
                result.load().size(),
                result.load().callers(),
                subject,
                figure(sample.p50()),
                figure(sample.p99()),
                figure(sample.perSecond()),
                figure(sample.cpu()));
    }

    private static String verdict(OffloadReport report) {
        var drift = "the bare inference drifted " + report.drift() + " between rounds";
        return report.isValid()
                ? "VALID: " + drift + " (limit " + Drift.percent(Drift.LIMIT) + ")"
                : "VOID: " + drift + ", more than " + Drift.percent(Drift.LIMIT)
                        + ": these figures do not count. Maybe run again when the machine is calm.";
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }
}
