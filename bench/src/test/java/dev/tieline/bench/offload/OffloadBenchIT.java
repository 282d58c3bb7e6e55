package dev.tieline.bench.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.bench.stage.BrokerChoice;
import dev.tieline.launcher.console.Surroundings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark with tiny counts: every process is real, and only that figures come is asserted. */
class OffloadBenchIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void shouldMeasureAllThreeSubjectsAndLeaveNoProcessBehind() throws Exception {
        var around = new Surroundings(ROOT, folder.resolve("home"), ROOT.resolve("models/catalog"));
        var plan = new Plan(2, 4, 4, List.of(new Load(1024, 1), new Load(2048, 2)));
        var progress = new ArrayList<String>();

        var report = new OffloadBench(around, folder.resolve("work"), progress::add)
                .run(plan, new BrokerChoice.Artemis(), Instant.parse("2026-11-22T12:00:00Z"));

        assertThat(report.results()).hasSize(2).allSatisfy(result -> {
            assertThat(result.rounds())
                    .hasSize(2)
                    .allSatisfy(round -> assertThat(round.ratio()).isPositive());
            assertThat(result.requestBytes()).isGreaterThan(result.load().tensorBytes());
            assertThat(result.replyBytes()).isGreaterThan(result.load().tensorBytes());
        });
        assertThat(progress).contains("Round 1 of 2", "Round 2 of 2");
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(child -> child.info().commandLine().orElse("").contains(folder.toString())))
                .isEmpty();
    }
}
