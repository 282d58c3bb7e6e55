package dev.tieline.e2e.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.e2e.operators.OperatorTrial.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorReportTest {
    private static final Exclusions EXCLUSIONS =
            Exclusions.read("test_c random\ntest_b random\ntest_d within 0.00001\ntest_e training");
    private static final List<Result> RESULTS = List.of(
            result("node", "test_a", 13, Outcome.PASSED),
            result("node", "test_c", 13, Outcome.RANDOM),
            result("node", "test_b", 9, Outcome.RANDOM),
            result("simple", "test_d", 13, Outcome.WITHIN),
            result("simple", "test_e", 0, Outcome.TRAINING));

    @Test
    void shouldCountByFolderAndByOperatorSet() {
        assertThat(page(RESULTS))
                .contains("**2 give the expected answer**, the other 3 are listed")
                .contains("| `node` | 3 | 1 | 2 |\n| `simple` | 2 | 1 | 1 |\n")
                .contains("| none: training only | 1 | 0 | 1 |\n| 9 | 1 | 0 | 1 |\n| 13 | 3 | 2 | 1 |\n");
    }

    @Test
    void shouldListWhatIsExcludedByReason() {
        assertThat(page(RESULTS))
                .contains("### random: 2\n" + Outcome.RANDOM.meaning() + "\n\n`test_b`, `test_c`\n")
                .contains("### training: 1\n")
                .doesNotContain("### different");
    }

    @Test
    void shouldTellWiderTolerances() {
        assertThat(page(RESULTS)).contains("`test_d` 0.00001.");
        assertThat(page(RESULTS.subList(0, 1))).doesNotContain("wider absolute");
    }

    @Test
    void shouldSayTheSameOfTheSameResultsInAnyOrder() {
        assertThat(page(RESULTS.reversed())).isEqualTo(page(RESULTS));
    }

    @Test
    void shouldGiveEveryReasonAWordThatTheListKnows() {
        for (var outcome : Outcome.values()) {
            assertThat(Outcome.reason(outcome.word()).isPresent()).isEqualTo(outcome.excludes());
        }
    }

    private static String page(List<Result> results) {
        return new OperatorReport(results, EXCLUSIONS, "1.2.3").toString();
    }

    private static Result result(String group, String name, long opset, Outcome outcome) {
        var opsets = opset == 0 ? Map.<String, Long>of() : Map.of("", opset);
        return new Result(
                new OperatorCase(group, name, Path.of(name)), new OnnxFile(opsets, List.of(), List.of()), outcome, "");
    }
}
