package dev.tieline.bench.offload;

import dev.tieline.bench.measure.Machine;
import dev.tieline.bench.measure.Sample;
import java.time.Instant;
import java.util.List;

/** Reports as a run could have made them. */
final class Reports {
    static final Machine MACHINE = new Machine(2, "Some Chip 9000", 8_000_000_000L, "Linux 6.1 amd64", "25 (Somebody)");
    static final Load SMALL = new Load(1024, 1);
    static final Load LARGE = new Load(150 * 1024, 8);

    private Reports() {}

    /** Two loads and three rounds; the bare inference moves by that share at the small load. */
    static OffloadReport drifting(double share) {
        var small = List.of(round(10, 400, 500), round(10 * (1 + share), 400, 520), round(10, 440, 540));
        var large = List.of(round(30, 5_000, 7_000.04), round(31, 5_100, 8_000), round(30, 5_000, 7_500));
        return new OffloadReport(
                Instant.parse("2026-11-22T12:00:00Z"),
                MACHINE,
                "mosquitto 2.0.11",
                new Plan(3, 400, 3_000, List.of(SMALL, LARGE)),
                List.of(new LoadResult(SMALL, 1_216, 1_301, small), new LoadResult(LARGE, 153_800, 153_900, large)));
    }

    static Round round(double bare, double echo, double offload) {
        return new Round(sample(bare), sample(echo), sample(offload));
    }

    private static Sample sample(double p50) {
        return new Sample(p50, p50 * 2, 1e6 / p50, p50 * 1.5);
    }
}
