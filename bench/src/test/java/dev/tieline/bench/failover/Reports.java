package dev.tieline.bench.failover;

import dev.tieline.bench.measure.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reports as a run could have made them. */
final class Reports {
    private static final List<Mark> MARKS = List.of(Mark.values());

    static final Machine MACHINE = new Machine(2, "Some Chip 9000", 8_000_000_000L, "Linux 6.1 amd64", "25 (Somebody)");

    private Reports() {}

    /** Three blows of a fault; the times of each grow with its number and with the place of the mark. */
    static FailoverReport of(Fault fault) {
        var episodes = List.of(
                episode(fault, 1, Map.of()),
                episode(fault, 3, Map.of("unreachable", 2L, "warming", 1L)),
                episode(fault, 2, Map.of("warming", 4L)));
        return new FailoverReport(
                Instant.parse("2026-11-23T04:00:00Z"),
                MACHINE,
                "mosquitto 2.0.11",
                new Plan(fault, episodes.size(), 2, 50),
                episodes);
    }

    private static Episode episode(Fault fault, int number, Map<String, Long> refused) {
        var times = new EnumMap<Mark, Duration>(Mark.class);
        for (var mark : fault.marks()) {
            times.put(mark, Duration.ofMillis(100L * number + MARKS.indexOf(mark)));
        }
        return new Episode(fault == Fault.BROKER ? "the broker" : "lyon/lyon-1", times, 100 * number, refused);
    }
}
