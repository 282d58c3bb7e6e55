package dev.tieline.e2e.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimilarityTest {

    @Test
    void shouldAllowAThousandthAndATraceMore() {
        assertThat(Similarity.USUAL.similar(1000, 1001)).isTrue();
        assertThat(Similarity.USUAL.similar(1000, 1001.1)).isFalse();
        assertThat(Similarity.USUAL.similar(0, 1e-7)).isTrue();
        assertThat(Similarity.USUAL.similar(0, 1.1e-7)).isFalse();
        assertThat(new Similarity(0.01).similar(0, 0.01)).isTrue();
    }

    @Test
    void shouldHoldWhatIsNoFiniteNumberToItself() {
        assertThat(Similarity.USUAL.similar(Double.NaN, Double.NaN)).isTrue();
        assertThat(Similarity.USUAL.similar(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY))
                .isTrue();
        assertThat(Similarity.USUAL.similar(Double.NaN, 0)).isFalse();
        assertThat(Similarity.USUAL.similar(0, Double.NaN)).isFalse();
        assertThat(Similarity.USUAL.similar(Double.POSITIVE_INFINITY, 1e300)).isFalse();
        assertThat(Similarity.USUAL.similar(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY))
                .isFalse();
    }

    @Test
    void shouldTellTheFirstElementThatDiffers() {
        var expected = List.of(Tensor.ofFloats("y", Shape.of(3), 1, 2, 3));
        var actual = List.of(Tensor.ofFloats("y", Shape.of(3), 1, 4, 5));

        assertThat(Similarity.USUAL.valueDifference(expected, expected)).isEmpty();
        assertThat(Similarity.USUAL.valueDifference(expected, actual))
                .contains("gave 4.0 as element 1 of 'y' and not 2.0");
    }

    @Test
    void shouldCompareWholeNumbersAndTextsBitByBit() {
        var numbers = List.of(Tensor.ofInts("y", Shape.of(1), 100_000));
        var texts = List.of(Tensor.ofStrings("y", Shape.of(1), "a"));

        assertThat(Similarity.USUAL.valueDifference(numbers, List.of(Tensor.ofInts("y", Shape.of(1), 100_001))))
                .isPresent();
        assertThat(Similarity.USUAL.valueDifference(texts, List.of(Tensor.ofStrings("y", Shape.of(1), "b"))))
                .isPresent();
    }

    @Test
    void shouldTellOtherFormsApart() {
        var expected = List.of(Tensor.ofInts("y", Shape.of(1), 1));

        assertThat(Similarity.formDifference(expected, expected)).isEmpty();
        assertThat(Similarity.formDifference(expected, List.of(Tensor.ofInts("y", Shape.of(), 1))))
                .isPresent();
        assertThat(Similarity.formDifference(expected, List.of(Tensor.ofFloats("y", Shape.of(1), 1))))
                .isPresent();
        assertThat(Similarity.formDifference(expected, List.of(Tensor.ofInts("z", Shape.of(1), 1))))
                .isPresent();
        assertThat(Similarity.formDifference(expected, List.of())).isPresent();
    }
}
