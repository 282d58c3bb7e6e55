package dev.tieline.bench.policy;

import dev.tieline.bench.measure.Machine;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

/** Reports as a run could have made them. */
final class Reports {
    static final Machine MACHINE = new Machine(2, "Some Chip 9000", 8_000_000_000L, "Linux 6.1 amd64", "25 (Somebody)");

    private Reports() {}

    /** Three rounds of a decision, of a filtered fleet and of what they are compared with. */
    static PolicyReport drifting(double share) {
        return drifting(share, 3.25);
    }

    static PolicyReport drifting(double share, double load) {
        var plan = Plan.of(3, 500, EnumSet.of(Subject.PERMITTED, Subject.NEW));
        return new PolicyReport(
                Instant.parse("2026-11-23T12:00:00Z"),
                MACHINE,
                load,
                plan,
                List.of(
                        result(Subject.YARDSTICK, 20, 20 * (1 + share), 20),
                        result(Subject.PERMITTED, 300, 320, 400),
                        result(Subject.SCAN, 40e6, 41e6, 42e6),
                        result(Subject.NEW, 6e6, 5.5e6, 400e3)));
    }

    private static Result result(Subject subject, double first, double second, double third) {
        return new Result(subject, List.of(figure(first), figure(second), figure(third)));
    }

    private static Figure figure(double nanos) {
        return new Figure(nanos, nanos * 1.5, nanos > 1e6 ? 4_000_000 : 0.0004);
    }
}
