package dev.tieline.e2e.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.models.Artifact;
import dev.tieline.models.DataType;
import dev.tieline.models.Digest;
import dev.tieline.models.GoldenSample;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelManifestReader;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaseCardTest {
    private static final Artifact FILE = new Artifact("model.onnx", Digest.ofBytes(new byte[1]), 1);

    @Test
    void shouldSampleItsOwnQuestionAndTheHeadOfItsAnswer() {
        var card = card(value("x", DataType.FP32, 3), value("y", DataType.FP32, 10));

        var manifest = read(card.withOwnSample(
                List.of(Tensor.ofFloats("x", Shape.of(3), 0.1f, Float.NaN, Float.NEGATIVE_INFINITY)),
                List.of(Tensor.ofFloats("y", Shape.of(10), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))));

        assertThat(manifest.golden().inputs().getFirst().values())
                .containsExactly((double) 0.1f, Double.NaN, Double.NEGATIVE_INFINITY);
        assertThat(manifest.golden().outputs().getFirst().values()).hasSize(8).endsWith(8.0);
        assertThat(manifest.golden().tolerance()).isEqualTo(1e-7 + 8e-3);
    }

    @Test
    void shouldWriteAnyNameAndText() {
        var name = "a \"b\" \\ c";
        var card = card(value(name, DataType.BYTES, 2), value("y", DataType.INT64));

        var manifest = read(card.withOwnSample(
                List.of(Tensor.ofStrings(name, Shape.of(2), "", "one\n\"two\"")),
                List.of(Tensor.ofLongs("y", Shape.of(), Long.MAX_VALUE))));

        assertThat(manifest.golden().inputs().getFirst().texts()).containsExactly("", "one\n\"two\"");
        assertThat(manifest.inputs().getFirst().name()).isEqualTo(name);
        assertThat(manifest.golden().outputs())
                .extracting(GoldenSample.Values::shape)
                .containsExactly(Shape.of());
    }

    @Test
    void shouldSampleZerosOfWhatIsLargeOrDoesNotFit() {
        var card = card(value("x", DataType.FP32, 400, 500), value("y", DataType.FP32, -1));
        var large = List.of(Tensor.ofFloats("x", Shape.of(400, 500), new float[200_000]));

        var any = read(card.withAnyAnswer(large, List.of(Tensor.ofFloats("y", Shape.of(1), 1))));
        var zeros = read(card.withZeros());

        assertThat(any.golden().tolerance()).isEqualTo(1e300);
        assertThat(any.golden().inputs().getFirst().values()).containsOnly(0.0).hasSize(200_000);
        assertThat(zeros.golden().outputs().getFirst().shape()).isEqualTo(Shape.of(1));
    }

    private static CaseCard card(OnnxFile.Value input, OnnxFile.Value output) {
        return new CaseCard("test_a", new OnnxFile(Map.of("", 13L), List.of(input), List.of(output)), FILE);
    }

    private static OnnxFile.Value value(String name, DataType type, long... shape) {
        return new OnnxFile.Value(name, Optional.of(type), Shape.of(shape));
    }

    private static ModelManifest read(String card) {
        return ModelManifestReader.read("card.yaml", card);
    }
}
