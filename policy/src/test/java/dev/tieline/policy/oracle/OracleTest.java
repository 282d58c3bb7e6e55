package dev.tieline.policy.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The evaluator and the oracle, asked the same random questions about the same random laws. */
class OracleTest {
    private static final int QUESTIONS = 40;
    private static final long FIRST_SEED = 20261122;
    private static final long CASES = Long.getLong("tieline.policy.cases", 30_000);

    /** A law with its questions: all that comes of a seed. */
    private record Trial(long seed, Law law, List<Question> questions) {
        static Trial of(long seed) {
            var chance = new Chance(seed);
            var law = new Lawmaker(chance).law();
            var asker = new Asker(chance);
            return new Trial(
                    seed, law, Stream.generate(asker::question).limit(QUESTIONS).toList());
        }
    }

    private static Stream<Trial> trials(long cases) {
        return LongStream.range(FIRST_SEED, FIRST_SEED + cases / QUESTIONS).mapToObj(Trial::of);
    }

    @Test
    void shouldAnswerAsTheOracleDoes() {
        trials(CASES).forEach(trial -> {
            var subject = Subject.of(trial.law());
            var oracle = Oracle.of(trial.law());
            for (var question : trial.questions()) {
                if (!subject.answer(question).equals(oracle.answer(question))) {
                    var smallest = new Case(trial.law(), question).smallest(each -> !each.agrees());
                    throw new AssertionError(smallest.story(trial.seed()));
                }
            }
        });
    }

    @Test
    void shouldTellEachMisreadingByItsAnswers() {
        var tally = new Tally();

        trials(CASES / 5).forEach(trial -> tally.count(trial.law(), trial.questions()));

        System.out.println(tally.table());
        assertThat(tally.under(tally.cases() / 2_000)).isEmpty();
    }
}
