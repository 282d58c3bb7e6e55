package dev.tieline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {

    @Test
    void shouldCountElements() {
        assertThat(Shape.of(2, 3, 4).elements()).isEqualTo(24);
        assertThat(Shape.of().elements()).isOne();
        assertThat(Shape.of(5, 0).elements()).isZero();
    }

    @Test
    void shouldRefuseToCountBeyondALong() {
        var shape = Shape.of(1L << 32, 1L << 32);

        assertThatThrownBy(shape::elements).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void shouldCountNothingWhereADimensionIsZeroHoweverLargeTheOthersAre() {
        assertThat(Shape.of(Long.MAX_VALUE, Long.MAX_VALUE, 0).elements()).isZero();
    }

    @Test
    void shouldRefuseToCountAVariableShape() {
        assertThatThrownBy(() -> Shape.of(-1, 3).elements())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[-1,3]");
    }

    @Test
    void shouldRefuseDimensionsBelowMinusOneAndRanksAboveEight() {
        assertThatThrownBy(() -> Shape.of(1, -2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1,-2]");
        assertThatThrownBy(() -> Shape.of(1, 1, 1, 1, 1, 1, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a shape has at most 8 dimensions, and this has 9");
    }

    @Test
    void shouldAcceptAnyExtentOnlyWhereItIsVariable() {
        var spec = Shape.of(-1, 16);

        assertThat(spec.accepts(Shape.of(1, 16))).isTrue();
        assertThat(spec.accepts(Shape.of(200, 16))).isTrue();
        assertThat(spec.accepts(Shape.of(0, 16))).isTrue();
        assertThat(spec.accepts(Shape.of(1, 15))).isFalse();
        assertThat(spec.accepts(Shape.of(16))).isFalse();
        assertThat(spec.accepts(Shape.of(1, 16, 1))).isFalse();
    }

    @Test
    void shouldCompareExtentsThatDoNotFitASmallObjectCache() {
        assertThat(Shape.of(100_000).accepts(Shape.of(100_000))).isTrue();
    }
}
