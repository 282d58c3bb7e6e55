package dev.tieline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriftTest {

    @Test
    void shouldBeTheLargestRoundAboveTheSmallest() {
        assertThat(Drift.of(List.of(12.0, 10.0, 11.0)).share()).isEqualTo(0.2, within(1e-9));
    }

    @Test
    void shouldBeNothingWhereNothingMoved() {
        assertThat(Drift.of(List.of(8.0, 8.0)).share()).isZero();
        assertThat(Drift.of(List.of(8.0)).tooLarge()).isFalse();
    }

    @Test
    void shouldAllowTheLimitItself() {
        assertThat(new Drift(0.15).tooLarge()).isFalse();
    }

    @Test
    void shouldBeTooLargeBeyondTheLimit() {
        assertThat(new Drift(0.1501).tooLarge()).isTrue();
        assertThat(Drift.of(List.of(100.0, 116.0)).tooLarge()).isTrue();
    }

    @Test
    void shouldReadAsAPercentage() {
        assertThat(new Drift(0.0749)).hasToString("7 %");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefuseAFigureThatNoCallCanHave(double figure) {
        assertThatThrownBy(() -> Drift.of(List.of(5.0, figure)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Double.toString(figure));
    }

    @Test
    void shouldRefuseNoRounds() {
        assertThatThrownBy(() -> Drift.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
