package dev.tieline.bench.policy;

import dev.tieline.bench.measure.Drift;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as lines for people: medians over the rounds. */
final class PolicyTable {
    private static final String ROW = "%-31s %9s %9s %9s %12s %9s  %s";

    private PolicyTable() {}

    static List<String> lines(PolicyReport report) {
        var lines = new ArrayList<>(head(report));
        lines.add("");
        lines.add(String.format(Locale.ROOT, ROW, "", "time", "worst", "CPU", "bytes", "ratio", ""));
        report.results().forEach(result -> lines.add(row(report, result)));
        lines.add("");
        lines.add(verdict(report));
        return lines;
    }

    private static List<String> head(PolicyReport report) {
        var machine = report.machine();
        var plan = report.plan();
        return List.of(
                "Policy: decisions by " + Decisions.RULES + " rules, filtered fleets of " + Fleets.SITES
                        + " sites, bundles read",
                machine.line(),
                "load     " + (report.load() < 0 ? "not known" : String.format(Locale.ROOT, "%.1f", report.load()))
                        + " in the minute before",
                String.format(
                        Locale.ROOT,
                        "rounds   %d of %d iterations of %d ms each, in processes of their own; medians over the rounds",
                        plan.rounds(),
                        Plan.ITERATIONS,
                        plan.millis()));
    }

    private static String row(PolicyReport report, Result result) {
        var median = result.median();
        var ratio = report.ratio(result);
        return String.format(
                        Locale.ROOT,
                        ROW,
                        result.subject().title(),
                        time(median.nanos()),
                        time(result.worstNanos()),
                        time(median.cpuNanos()),
                        String.format(Locale.ROOT, "%,.0f", median.bytes()),
                        ratio.isEmpty() ? "" : share(ratio.getAsDouble()),
                        comment(result))
                .stripTrailing();
    }

    private static String comment(Result result) {
        var beside =
                result.subject().beside().map(other -> "x " + other.title()).orElse("");
        var goal = result.subject()
                .goalNanos()
                .map(nanos -> ", goal " + time(nanos) + (result.median().nanos() < nanos ? " reached" : " missed"))
                .orElse("");
        return beside + goal;
    }

    private static String verdict(PolicyReport report) {
        var drift = "the rule written by hand drifted " + report.drift() + " between rounds";
        return report.isValid()
                ? "VALID: " + drift + " (limit " + Drift.percent(Drift.LIMIT) + ")"
                : "VOID: " + drift + ", more than " + Drift.percent(Drift.LIMIT)
                        + ": these figures do not count. Maybe run again when the machine is calm.";
    }

    private static String share(double ratio) {
        return String.format(Locale.ROOT, ratio < 0.1 ? "%.4f" : ratio < 10 ? "%.2f" : "%.1f", ratio);
    }

    /** Such as {@code 310 ns} or {@code 4.2 ms}. */
    static String time(double nanos) {
        if (nanos < 1e3) {
            return String.format(Locale.ROOT, nanos < 10 ? "%.1f ns" : "%.0f ns", nanos);
        }
        return nanos < 1e6
                ? String.format(Locale.ROOT, "%.1f us", nanos / 1e3)
                : String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
