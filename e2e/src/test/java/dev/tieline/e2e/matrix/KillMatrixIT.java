package dev.tieline.e2e.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of process, broken in every way, under load. The system property {@code tieline.faults} chooses the form:
 * {@code bounded} (the default) is the matrix once; {@code full} is rounds of the matrix and of pairs in an order that
 * {@code tieline.faults.seed} chooses, until 100,000 calls have been checked; {@code pairs} is every pair, once killed and
 * once otherwise; anything else is the cells of the matrix whose names contain that, such as {@code broker}.
 */
class KillMatrixIT {
    private static final String FORM = System.getProperty("tieline.faults", "bounded");
    private static final long SEED = Long.getLong("tieline.faults.seed", 20_260_101);
    private static final int ENOUGH_CALLS = 100_000;
    private static final boolean FULL = FORM.equals("full");

    private static final MatrixRun RUN =
            FULL ? new MatrixRun(200, 600, 1_000, new Random(SEED)) : new MatrixRun(40, 160, 0, new Random(SEED));
    private static final Path FOLDER = Path.of("target", "faults");
    private static final int FEW = 3;
    private static final Report REPORT = new Report(FOLDER, FORM + " form, seed " + SEED, Clock.systemUTC());

    static Stream<Cell> cells() {
        return switch (FORM) {
            case "full" -> Cell.rounds(SEED).takeWhile(cell -> cell.round() == 1 || RUN.calls() < ENOUGH_CALLS);
            case "bounded" -> Cell.matrix(1).stream();
            case "pairs" -> Cell.pairs(1, new Random(SEED)).stream();
            default -> Cell.matrix(1).stream().filter(cell -> cell.toString().contains(FORM));
        };
    }

    @AfterAll
    static void stop() throws Exception {
        RUN.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldEndEveryCallInOrderWhateverIsBroken(Cell cell) throws Exception {
        var result = RUN.play(cell);

        REPORT.add(result);
        System.out.println(result.line());
        var failure = result.failure();
        if (failure != null) {
            throw new AssertionError(cell + ": " + failure.getMessage(), failure);
        }
        assertThat(result.violations().size())
                .as(
                        "violations in the cell %s, such as %s; all in %s",
                        cell, result.violations().stream().limit(FEW).toList(), FOLDER.toAbsolutePath())
                .isZero();
    }
}
