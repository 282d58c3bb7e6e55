package dev.tieline.bench.overload;

import dev.tieline.bench.measure.Machine;
import dev.tieline.bench.measure.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports as a run could have made them. */
final class OverloadReports {
    static final Machine MACHINE = new Machine(2, "Some Chip 9000", 8_000_000_000L, "Linux 6.1 amd64", "25 (Somebody)");
    static final Plan PLAN = new Plan(
            List.of("minilm"),
            List.of(50, 300),
            2,
            Duration.ofSeconds(2),
            Duration.ofMillis(250),
            4_000,
            new Plan.Capacity(2, 16));
    static final Effort EFFORT = new Effort(2_000_000_000L, 3_000_000_000L, 100_000_000L, 40);

    private OverloadReports() {}

    /** Two rounds of one model; the bare inference moves by that share. */
    static OverloadReport drifting(double share) {
        return of(share, new ModelResult("minilm", 8, List.of(round(0), round(20))));
    }

    static OverloadReport of(double drift, ModelResult result) {
        return new OverloadReport(
                Instant.parse("2026-11-23T12:00:00Z"),
                MACHINE,
                PLAN,
                List.of(bare(500), bare(500 * (1 + drift))),
                List.of(result));
    }

    /** A peak of 400/s; 200/s at half of it; at 300 % 380/s less a half of what is lost. */
    static Round round(int lost) {
        return new Round(
                sample(counts(800, 0), new Quantiles(10_000, 12_000), null, 100),
                List.of(
                        sample(counts(400, 0), new Quantiles(5_000, 9_000.04), null, 150),
                        sample(
                                new Counts(760 - lost, 4, 1_600 + lost, 0, 16, 8, 2, 10, 0),
                                new Quantiles(45_000, 80_000),
                                new Quantiles(700, 2_500),
                                300)));
    }

    static Counts counts(int good, int unsent) {
        return new Counts(good, 0, 0, 0, 0, 0, 0, 0, unsent);
    }

    static RateSample sample(Counts counts, Quantiles answered, @Nullable Quantiles refusal, double lag) {
        return new RateSample(2, counts, answered, refusal, new Quantiles(lag / 2, lag), EFFORT);
    }

    private static Sample bare(double perSecond) {
        return new Sample(4_000, 5_000, perSecond, 4_000);
    }
}
