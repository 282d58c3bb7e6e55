package dev.tieline.bench.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as lines for people. */
final class FailoverTable {
    private FailoverTable() {}

    static List<String> lines(FailoverReport report) {
        var lines = new ArrayList<>(head(report));
        lines.add("");
        lines.add(row("seconds", "p50", "p99", "max", "bounded by"));
        for (var mark : report.plan().fault().marks()) {
            lines.add(row(
                    mark.title(),
                    seconds(report.time(mark, 0.50)),
                    seconds(report.time(mark, 0.99)),
                    seconds(report.time(mark, 1)),
                    report.plan().fault().bound(mark)));
        }
        lines.add("");
        lines.add(requests(report));
        return lines;
    }

    private static List<String> head(FailoverReport report) {
        var machine = report.machine();
        var plan = report.plan();
        return List.of(
                "Failover: " + plan.fault().title() + ", " + plan.kills() + " times",
                machine.line(),
                "broker   " + report.broker(),
                "load     " + plan.rate() + " requests a second with personal data, at a gateway; " + plan.replicas()
                        + " of 3 executors hold the model");
    }

    private static String requests(FailoverReport report) {
        var refused = report.refused().entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
        return "Requests from the blow until it was over: " + report.answered() + " answered, "
                + (refused.isEmpty() ? "none refused" : "refused: " + refused);
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, "%-19s %9s %9s %9s  %s", (Object[]) cells);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
    }
}
