package dev.tieline.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void shouldSpaceArrivalsEvenlyOverTheWindow() {
        var pace = new Pace.Open(4, SECOND);

        var due =
                IntStream.range(0, 5).mapToLong(sent -> pace.due(sent, sent, 0)).boxed();

        assertThat(due).containsExactly(0L, 250_000_000L, 500_000_000L, 750_000_000L, Pace.NEVER);
    }

    @Test
    void shouldLetArrivalsBeDueWhateverBecameOfThoseBefore() {
        var pace = new Pace.Open(1_000, SECOND);

        assertThat(pace.due(500, 0, 5_000_000_000L)).isEqualTo(500_000_000L);
    }

    @Test
    void shouldNotLoseTimeToRounding() {
        var pace = new Pace.Open(3_000, Duration.ofSeconds(10));

        assertThat(pace.count()).isEqualTo(30_000);
        assertThat(pace.due(29_997, 0, 0)).isEqualTo(9_999_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"0.001, 1", "1.4, 1", "1.6, 2", "12345.6, 12346"})
    void shouldHaveAtLeastOneArrivalAndTheNearestWholeNumber(double perSecond, int count) {
        assertThat(new Pace.Open(perSecond, SECOND).count()).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefuseARateThatIsNone(double perSecond) {
        assertThatThrownBy(() -> new Pace.Open(perSecond, SECOND)).hasMessageContaining("a rate must be above 0");
    }

    @Test
    void shouldLetCallersAskAgainOnlyWhenTheyAreAnswered() {
        var pace = new Pace.Closed(2, SECOND);

        assertThat(pace.due(1, 0, 77)).isEqualTo(77);
        assertThat(pace.due(2, 0, 77)).isEqualTo(Pace.NEVER);
        assertThat(pace.due(2, 1, 99)).isEqualTo(99);
    }

    @Test
    void shouldEndAClosedLoopWithItsWindow() {
        var pace = new Pace.Closed(2, SECOND);

        assertThat(pace.due(10, 10, 999_999_999)).isEqualTo(999_999_999);
        assertThat(pace.due(10, 10, 1_000_000_000)).isEqualTo(Pace.NEVER);
    }

    @Test
    void shouldEndACountedLoopWithItsRequests() {
        var pace = new Pace.Counted(2, 10);

        assertThat(pace.due(8, 7, 5)).isEqualTo(5);
        assertThat(pace.due(9, 7, 5)).isEqualTo(Pace.NEVER);
        assertThat(pace.due(10, 10, 5)).isEqualTo(Pace.NEVER);
    }

    @Test
    void shouldRefuseNoCaller() {
        assertThatThrownBy(() -> new Pace.Closed(0, SECOND)).hasMessageContaining("at least 1 caller, and has 0");
        assertThatThrownBy(() -> new Pace.Counted(0, 1)).hasMessageContaining("at least 1 caller, and has 0");
    }
}
