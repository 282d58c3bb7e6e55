package dev.tieline.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.console.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark with tiny counts: the node is a real process, and only that figures come is asserted. */
class OverloadBenchIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void shouldMeasureEveryRateInEveryRoundAndLeaveNoProcessBehind() throws Exception {
        var around = new Surroundings(ROOT, folder.resolve("home"), ROOT.resolve("models/catalog"));
        var plan = new Plan(
                List.of("simple"),
                List.of(50, 300),
                2,
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                20,
                new Plan.Capacity(1, 2));
        var progress = new ArrayList<String>();

        var report = new OverloadBench(around, folder.resolve("work"), progress::add)
                .run(plan, Instant.parse("2026-11-23T12:00:00Z"));

        assertThat(report.bare()).hasSize(2);
        assertThat(report.results()).hasSize(1).allSatisfy(result -> {
            assertThat(result.rounds()).hasSize(2).allSatisfy(round -> {
                assertThat(round.peak().counts().good()).isPositive();
                assertThat(round.rates()).hasSize(2).allSatisfy(sample -> {
                    assertThat(sample.counts().arrivals()).isPositive();
                    assertThat(sample.counts().refusedBarely()).isZero();
                    assertThat(sample.counts().failed()).isZero();
                });
                assertThat(round.rates().getLast().offered())
                        .isGreaterThan(round.rates().getFirst().offered());
            });
        });
        assertThat(progress).contains("Round 1 of 2", "Round 2 of 2");
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(child -> child.info().commandLine().orElse("").contains(folder.toString())))
                .isEmpty();
    }
}
