package dev.tieline.policy.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/**
 * The evaluator and the oracle, asked the same random questions about the same random laws.
 *
 * <p>{@code -Dtieline.policy.cases=1000000} makes it a long run, which leaves what docs/policy-conformance.md says of it
 * in {@code target/policy-long-run.md}, counting misreadings in every tenth of its policies; {@code -Dtieline.policy.seed} starts elsewhere.
 */
class OracleTest {
    static final Path LONG_RUN = Path.of("target/policy-long-run.md");
    private static final int QUESTIONS = 40;
    private static final long SHORT = 30_000;

    /** How many cases at least have to tell a misreading. */
    private static final long FLOOR = 3;

    static final long CASES = Long.getLong("tieline.policy.cases", SHORT);
    private static final long SEED = Long.getLong("tieline.policy.seed", 20261122);

    @Test
    void shouldAnswerAsTheOracleDoesWhereEachMisreadingWouldBeTold() throws IOException {
        var longRun = CASES > SHORT;
        var tally = new Tally(longRun ? Long.MAX_VALUE : FLOOR);

        var agreed = 0L;
        for (var trial : (Iterable<Trial>) Trial.from(SEED, CASES / QUESTIONS, QUESTIONS)::iterator) {
            assertAgreed(trial);
            agreed += trial.documents().size();
            if (!longRun || trial.seed() % 10 == 0) {
                tally.count(trial.law(), trial.questions());
            }
        }

        assertThat(agreed).isEqualTo(CASES / QUESTIONS * QUESTIONS);
        assertThat(tally.under(FLOOR)).as(tally::table).isEmpty();
        if (longRun) {
            Files.writeString(LONG_RUN, story(agreed, tally));
        }
    }

    private static void assertAgreed(Trial trial) {
        var subject = Subject.of(trial.law());
        var oracle = Oracle.of(trial.law());
        for (var document : trial.documents()) {
            if (!subject.answer(document).equals(oracle.answer(document.question()))) {
                var smallest = new Case(trial.law(), document.question()).smallest(each -> !each.agrees());
                throw new AssertionError(smallest.story(trial.seed()));
            }
        }
    }

    private static String story(long agreed, Tally tally) {
        return """
                %,d random cases, %d for each of the policies of the seeds from %d on, on %s with %s %s, %d processors and JDK %s: the evaluator and the oracle gave the same answer to all of them. In how many of %,d of these cases a misreading changes the answer:

                %s""".formatted(
                        agreed,
                        QUESTIONS,
                        SEED,
                        LocalDate.now(ZoneOffset.UTC),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        tally.cases(),
                        tally.table());
    }
}
