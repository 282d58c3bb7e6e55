package dev.tieline.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.DataType;
import dev.tieline.models.GoldenSample;
import dev.tieline.models.Shape;
import dev.tieline.models.generated.IdentityModel;
import dev.tieline.models.infer.BytesElements;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.infer.TensorNumbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every element type through a model that gives back what it takes. */
class ElementTypesTest {
    private static final Shape SHAPE = Shape.of(-1, 2);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BYTES"})
    void shouldTakeAndGiveNumbersOfEachType(DataType type) throws IOException {
        try (var session = open(IdentityModel.of(type, SHAPE))) {
            var input = TensorNumbers.of("x", type, Shape.of(2, 2), List.of(0.0, 1.0, 1.0, 0.0));

            var output = session.run(List.of(input), List.of()).getFirst();

            assertThat(output).isEqualTo(input.withName("y"));
            assertThatCode(session::checkGoldenSample).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UINT16", "UINT32", "UINT64"})
    void shouldKeepTheBitsOfUnsignedNumbersThatNoSignedOneHas(DataType type) throws IOException {
        try (var session = open(IdentityModel.of(type, SHAPE))) {
            var bits = ByteBuffer.allocate(4 * type.byteSize());
            new Random(7).nextBytes(bits.array());
            bits.put(0, (byte) 0xff).put(bits.limit() - 1, (byte) 0xff);
            var input = new Tensor("x", type, Shape.of(2, 2), bits);

            assertThat(session.run(List.of(input), List.of())).containsExactly(input.withName("y"));
        }
    }

    @Test
    void shouldRefuseAnUnsignedInputThatTheModelDoesNotHave() throws IOException {
        try (var session = open(IdentityModel.of(DataType.FP32, SHAPE))) {
            var input = TensorNumbers.of("x", DataType.UINT16, Shape.of(1, 2), List.of(1.0, 2.0));

            assertThatThrownBy(() -> session.run(List.of(input), List.of()))
                    .isInstanceOfSatisfying(
                            InferenceException.class, e -> assertThat(e.error()).isInstanceOf(InvalidRequest.class))
                    .hasMessage("the input 'x' is of type UINT16, which no input here is");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeAndGiveATensorWithoutElements(DataType type) throws IOException {
        try (var session = open(IdentityModel.of(type, SHAPE))) {
            var empty = new Tensor("x", type, Shape.of(0, 2), ByteBuffer.allocate(0));

            assertThat(session.run(List.of(empty), List.of()).getFirst()).isEqualTo(empty.withName("y"));
        }
    }

    @Test
    void shouldTakeAndGiveTexts() throws IOException {
        try (var session = open(IdentityModel.of(DataType.BYTES, SHAPE))) {
            var input = Tensor.ofStrings("x", Shape.of(2, 2), "tie", "", "línea", "🚀");

            assertThat(session.run(List.of(input), List.of())).containsExactly(input.withName("y"));
            assertThatCode(session::checkGoldenSample).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldTakeAndGiveAScalar() throws IOException {
        try (var session = open(IdentityModel.of(DataType.INT64, Shape.of()))) {
            var input = Tensor.ofLongs("x", Shape.of(), 42);

            assertThat(session.run(List.of(input), List.of())).containsExactly(input.withName("y"));
        }
        try (var session = open(IdentityModel.of(DataType.BYTES, Shape.of()))) {
            var input = Tensor.ofStrings("x", Shape.of(), "one");

            assertThat(session.run(List.of(input), List.of())).containsExactly(input.withName("y"));
        }
    }

    @Test
    void shouldMissAGoldenSampleOfOtherTexts() throws IOException {
        var model = IdentityModel.of(DataType.BYTES, SHAPE);
        var golden = new GoldenSample(
                model.manifest().golden().inputs(),
                List.of(new GoldenSample.Values("y", Shape.of(1, 2), List.of(), List.of("text", "other"))),
                0);

        try (var session = open(model.withGolden(golden))) {
            assertThatThrownBy(session::checkGoldenSample)
                    .isInstanceOf(ModelLoadException.class)
                    .hasMessageContaining("gave [text, text] as 'y', and [text, other] was expected");
        }
    }

    @Test
    void shouldRefuseBytesThatAreNoTextWhereTheModelTakesText() throws IOException {
        try (var session = open(IdentityModel.of(DataType.BYTES, SHAPE))) {
            var packed = BytesElements.pack(List.of(new byte[] {'a'}, new byte[] {(byte) 0xff}));

            assertThatThrownBy(() ->
                            session.run(List.of(new Tensor("x", DataType.BYTES, Shape.of(1, 2), packed)), List.of()))
                    .isInstanceOfSatisfying(
                            InferenceException.class, e -> assertThat(e.error()).isInstanceOf(InvalidRequest.class))
                    .hasMessage("element 1 of the input 'x' is not UTF-8 text, which its model takes");
        }
    }

    private ModelSession open(IdentityModel model) throws IOException {
        var file = Files.write(folder.resolve("identity.onnx"), model.bytes());
        return ModelSession.open(model.manifest(), file, SessionSettings.DEFAULT);
    }
}
