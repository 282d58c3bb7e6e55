package dev.tieline.e2e.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.e2e.history.Tally;
import dev.tieline.e2e.history.Violation;
import dev.tieline.policy.document.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Tally TALLY = new Tally(7, Map.of("eu-west", 4), Map.of("unreachable", 2), 1, 0, 3);
    private static final Violation LATE = new Violation(Violation.Rule.IN_TIME, "it ended 501 ms too late");

    @TempDir
    Path folder;

    @Test
    void shouldTellTheFiguresOfEveryCell() throws IOException {
        report(result(List.of(), null, Duration.ofMillis(1_250)));

        assertThat(folder.resolve("report.md"))
                .content()
                .contains("bounded form", "2026-11-01T00:00:00Z", "1 cells, 7 calls, 0 violations, 0 cells failed")
                .contains("| executor, kill -9 | 7 | eu-west 4 | unreachable 2 (warming 1) | 1 | 3 | 0 | 1.3 s | yes |")
                .doesNotContain("## ");
    }

    @Test
    void shouldTellWhatWasNotInOrder() throws IOException {
        report(result(List.of(LATE), new AssertionError("waited 60 s in vain for Lyon"), null));

        assertThat(folder.resolve("report.md"))
                .content()
                .contains(
                        "| 1 | never | **no** |",
                        "## executor, kill -9",
                        "in vain for Lyon",
                        "IN_TIME: it ended 501 ms");
    }

    @Test
    void shouldTellProgramsTheSame() throws IOException {
        report(result(List.of(LATE), null, Duration.ofSeconds(2)));

        var cell = YamlReader.read("report.json", Files.readString(folder.resolve("report.json")))
                .asMap()
                .list("cells")
                .maps()
                .getFirst();
        assertThat(cell.string("cell")).isEqualTo("executor, kill -9");
        assertThat(cell.integer("calls")).isEqualTo(7);
        assertThat(cell.map("answered").integer("eu-west")).isEqualTo(4);
        assertThat(cell.integer("late")).isEqualTo(3);
        assertThat(cell.integer("healedInMs")).isEqualTo(2_000);
        assertThat(cell.strings("violations")).singleElement().asString().contains("501 ms");
    }

    private void report(CellResult result) throws IOException {
        new Report(folder, "bounded form, seed 1", Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC))
                .add(result);
    }

    private static CellResult result(
            List<Violation> violations, @Nullable Throwable failure, @Nullable Duration healing) {
        return new CellResult(
                Cell.matrix(1).getFirst(), TALLY, Map.of("warming", 1), violations, failure, healing, Duration.ZERO, 0);
    }
}
