package dev.tieline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {

    @Test
    void shouldTakeTheMiddleOfAnOddNumber() {
        assertThat(Median.of(List.of(9.0, 1.0, 4.0), figure -> figure)).isEqualTo(4);
    }

    @Test
    void shouldTakeTheMeanOfTheMiddleTwoOfAnEvenNumber() {
        assertThat(Median.of(List.of(9.0, 1.0, 4.0, 5.0), figure -> figure)).isEqualTo(4.5);
    }

    @Test
    void shouldNotBeMovedByOneWildRound() {
        assertThat(Median.of(List.of(1.0, 1.0, 1e9), figure -> figure)).isEqualTo(1);
    }

    @Test
    void shouldRefuseNothing() {
        assertThatThrownBy(() -> Median.of(List.<Double>of(), figure -> figure))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
