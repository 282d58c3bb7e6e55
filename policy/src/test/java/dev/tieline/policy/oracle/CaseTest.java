package dev.tieline.policy.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a disagreement would be reduced to. */
class CaseTest {

    private static Predicate<Case> toldBy(Misreading misreading) {
        return each -> !Oracle.of(each.law())
                .answer(each.question())
                .equals(new Oracle(each.law(), misreading).answer(each.question()));
    }

    private static Case found(Predicate<Case> wanted) {
        return Trial.from(1, 100, 40)
                .flatMap(trial -> trial.questions().stream().map(question -> new Case(trial.law(), question)))
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldKeepWhatADisagreementTakes() {
        var disagrees = toldBy(Misreading.LARGEST_ID_DECIDES);

        var smallest = found(disagrees).smallest(disagrees);

        assertThat(smallest).matches(disagrees);
        assertThat(smallest.law().books()).hasSize(1);
        assertThat(smallest.law().articles()).hasSize(2);
        assertThat(smallest.question().path()).hasSizeLessThan(2);
    }

    @Test
    void shouldTellTheLawTheQuestionAndBothAnswers() {
        var some = found(toldBy(Misreading.LARGEST_ID_DECIDES));

        var story = some.story(42);

        assertThat(story)
                .startsWith("seed 42\n")
                .contains(some.law().toString(), some.question().yaml(), "--- the oracle", "--- the evaluator");
    }

    @Test
    void shouldAgree() {
        assertThat(found(toldBy(Misreading.PERMITS_WIN))).matches(Case::agrees);
    }
}
