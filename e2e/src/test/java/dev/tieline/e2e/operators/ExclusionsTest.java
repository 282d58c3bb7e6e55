package dev.tieline.e2e.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExclusionsTest {

    @Test
    void shouldReadReasonsAndTolerances() {
        var exclusions = Exclusions.read("""
                # the first

                test_a not-implemented # for its types
                test_b  within 0.001
                """);

        assertThat(exclusions.expected("test_a")).isEqualTo(Outcome.NOT_IMPLEMENTED);
        assertThat(exclusions.expected("test_b")).isEqualTo(Outcome.WITHIN);
        assertThat(exclusions.tolerance("test_b")).hasValue(0.001);
        assertThat(exclusions.all()).containsOnlyKeys("test_a", "test_b");
    }

    @Test
    void shouldExpectThatACasePassesOfWhichItSaysNothing() {
        var exclusions = Exclusions.read("");

        assertThat(exclusions.expected("test_a")).isEqualTo(Outcome.PASSED);
        assertThat(exclusions.tolerance("test_a")).isEmpty();
    }

    @Test
    void shouldRefuseLinesThatSayNothingThatCanBeChecked() {
        assertThatThrownBy(() -> Exclusions.read("test_a")).hasMessageContaining("'test_a' is neither a case and");
        assertThatThrownBy(() -> Exclusions.read("test_a flaky")).hasMessage("'flaky' of 'test_a flaky' is no reason");
        assertThatThrownBy(() -> Exclusions.read("test_a failed")).hasMessageContaining("is no reason");
        assertThatThrownBy(() -> Exclusions.read("test_a passed")).hasMessageContaining("is no reason");
        assertThatThrownBy(() -> Exclusions.read("test_a within wide")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> Exclusions.read("test_a random\ntest_a different"))
                .hasMessage("'test_a different' is the second line of its case");
    }
}
