package dev.tieline.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.DataType;
import dev.tieline.models.GoldenSample;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.Shape;
import dev.tieline.models.generated.IdentityModel;
import dev.tieline.models.generated.OddModels;
import dev.tieline.models.infer.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What few models do, and ONNX allows. */
class OddModelsTest {

    @TempDir
    Path folder;

    @Test
    void shouldRunAModelThatHasNoInput() throws IOException {
        try (var session = open(OddModels.constantManifest(), OddModels.constant())) {
            assertThat(session.run(List.of(), List.of())).containsExactly(Tensor.ofLongs("y", Shape.of(2), 7, 9));
        }
    }

    @Test
    void shouldTellWhatOnnxRuntimeDoesNotImplementFromWhatItCannotRead() {
        assertThatThrownBy(() -> open(OddModels.unimplementedManifest(), OddModels.unimplemented()))
                .isInstanceOfSatisfying(
                        ModelLoadException.class,
                        e -> assertThat(e.notImplemented()).isTrue());
        var model = IdentityModel.of(DataType.FP32, Shape.of(2));
        var file = model.bytes();
        file[0] = 0;
        assertThatThrownBy(() -> open(model.manifest(), file))
                .isInstanceOfSatisfying(
                        ModelLoadException.class,
                        e -> assertThat(e.notImplemented()).isFalse());
    }

    @Test
    void shouldLetACardSayTheShapesOfAFileThatDoesNot() throws IOException {
        for (var shape : List.of(Shape.of(), Shape.of(2), Shape.of(-1, 3))) {
            try (var session = open(OddModels.anyShapeManifest(shape), OddModels.anyShape())) {
                assertThatCode(session::checkGoldenSample).as("%s", shape).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void shouldSayThatAnOptionalInputIsNoTensor() {
        assertThatThrownBy(() -> open(OddModels.optionalManifest(), OddModels.optional()))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("one of its inputs is no tensor but of a kind that the Java API")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void shouldPassAGoldenSampleThatExpectsWhatIsNoFiniteNumber(double value) throws IOException {
        var model = identity(List.of(value, 1.0), List.of(value, 1.0));

        try (var session = open(model.manifest(), model.bytes())) {
            assertThatCode(session::checkGoldenSample).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldMissAGoldenSampleThatExpectsNoNumber() throws IOException {
        for (var pair : List.of(
                List.of(Double.NaN, 1.0),
                List.of(1.0, Double.NaN),
                List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY))) {
            var model = identity(List.of(pair.get(0), 1.0), List.of(pair.get(1)));

            try (var session = open(model.manifest(), model.bytes())) {
                assertThatThrownBy(session::checkGoldenSample)
                        .as("%s", pair)
                        .isInstanceOf(ModelLoadException.class)
                        .hasMessageContaining("gave " + pair.get(0) + " as element 0 of 'y', and " + pair.get(1));
            }
        }
    }

    @Test
    void shouldPassAGoldenSampleWithoutElements() throws IOException {
        var model = IdentityModel.of(DataType.BYTES, Shape.of(-1, 2));
        var none = Shape.of(0, 2);
        var golden = new GoldenSample(
                List.of(new GoldenSample.Values("x", none, List.of())),
                List.of(new GoldenSample.Values("y", none, List.of())),
                0);

        try (var session = open(model.withGolden(golden).manifest(), model.bytes())) {
            assertThatCode(session::checkGoldenSample).doesNotThrowAnyException();
        }
    }

    private static IdentityModel identity(List<Double> given, List<Double> expected) {
        var shape = Shape.of(2);
        return IdentityModel.of(DataType.FP32, shape)
                .withGolden(new GoldenSample(
                        List.of(new GoldenSample.Values("x", shape, given)),
                        List.of(new GoldenSample.Values("y", shape, expected)),
                        0.5));
    }

    private ModelSession open(ModelManifest manifest, byte[] bytes) throws IOException {
        return ModelSession.open(manifest, Files.write(folder.resolve("model.onnx"), bytes), SessionSettings.DEFAULT);
    }
}
