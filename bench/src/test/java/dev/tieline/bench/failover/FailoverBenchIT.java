package dev.tieline.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.bench.stage.BrokerChoice;
import dev.tieline.launcher.console.Surroundings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark with few blows: every process is real, and only that figures come is asserted. */
class FailoverBenchIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Instant DATE = Instant.parse("2026-11-23T04:00:00Z");

    @TempDir
    Path folder;

    @Test
    void shouldGetOverTheDeathOfTheExecutorThatServesTwice() throws Exception {
        var plan = new Plan(Fault.KILL, 2, 2, 20);
        var progress = new ArrayList<String>();

        var report = bench(progress).run(plan, new BrokerChoice.Artemis(), DATE);

        assertThat(report.episodes()).hasSize(2).allSatisfy(episode -> {
            assertThat(episode.times().keySet()).containsExactlyInAnyOrderElementsOf(Fault.KILL.marks());
            assertThat(episode.answered()).isPositive();
            assertThat(episode.time(Mark.RESTORED)).isGreaterThanOrEqualTo(episode.time(Mark.REROUTED));
        });
        assertThat(progress).anySatisfy(line -> assertThat(line).startsWith("Blow 2 of 2"));
        assertNothingIsLeft();
    }

    @Test
    void shouldGetOverTheDeathOfTheBroker() throws Exception {
        var report = bench(new ArrayList<>()).run(new Plan(Fault.BROKER, 1, 1, 20), new BrokerChoice.Artemis(), DATE);

        assertThat(report.episodes()).singleElement().satisfies(episode -> {
            assertThat(episode.struck()).isEqualTo("the broker");
            assertThat(episode.times().keySet()).containsExactlyInAnyOrderElementsOf(Fault.BROKER.marks());
            assertThat(episode.answered()).isPositive();
        });
        assertNothingIsLeft();
    }

    private FailoverBench bench(List<String> progress) {
        var around = new Surroundings(ROOT, folder.resolve("home"), ROOT.resolve("models/catalog"));
        return new FailoverBench(around, folder.resolve("work"), progress::add);
    }

    private void assertNothingIsLeft() {
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(child -> child.info().commandLine().orElse("").contains(folder.toString())))
                .isEmpty();
    }
}
