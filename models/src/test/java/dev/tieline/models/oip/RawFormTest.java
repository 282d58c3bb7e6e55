package dev.tieline.models.oip;

import static dev.tieline.models.oip.Bodies.CODEC;
import static dev.tieline.models.oip.Bodies.TOY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import dev.tieline.models.TestManifests;
import dev.tieline.models.infer.InferenceRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawFormTest {

    @Test
    void shouldTakeTheWholeBodyAsTheOnlyInputAndAnswerInBinary() {
        var manifest = TestManifests.of(
                List.of(new TensorSpec("x", DataType.INT16, Shape.of(2, 2))),
                List.of(new TensorSpec("y", DataType.INT8, Shape.of(1))));
        var body = ByteBuffer.wrap(new byte[] {1, 0, 2, 0, 3, 0, 4, 0});

        var request = CODEC.decodeRequest(TOY, null, body, 0, manifest);

        assertThat(request.inputs()).hasSize(1);
        assertThat(request.inputs().getFirst().name()).isEqualTo("x");
        assertThat(request.inputs().getFirst().shape()).isEqualTo(Shape.of(2, 2));
        assertThat(request.parameters()).containsEntry("binary_data_output", true);
    }

    @Test
    void shouldDeduceTheOneVariableDimension() {
        assertThat(shape(new TensorSpec("x", DataType.INT8, Shape.of(2, -1)), 6))
                .isEqualTo(Shape.of(2, 3));
        assertThat(shape(new TensorSpec("x", DataType.INT8, Shape.of(-1, 3), 0), 6))
                .isEqualTo(Shape.of(2, 3));
        assertThat(shape(new TensorSpec("x", DataType.INT8, Shape.of(-1, -1), 0), 6))
                .isEqualTo(Shape.of(1, 6));
    }

    @Test
    void shouldTakeTheBodyAsOneElementOfBytes() {
        var request =
                decode(new TensorSpec("x", DataType.BYTES, Shape.of(-1)), "hello".getBytes(StandardCharsets.UTF_8));

        assertThat(request.inputs().getFirst().strings()).containsExactly("hello");
        assertThat(request.inputs().getFirst().shape()).isEqualTo(Shape.of(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT16 | 2 | -1 | 3 | 3 bytes are no whole number of elements",
                "INT8 | 4 | 1 | 3 | it has 3 elements, and 4 are needed",
                "INT8 | 4 | -1 | 6 | 6 elements are no multiple of 4",
                "INT8 | -1 | -1 | 6 | more than one dimension is variable",
                "INT8 | 0 | -1 | 6 | 6 elements are no multiple of 0"
            })
    void shouldRefuseABodyThatDoesNotFit(DataType type, long first, long second, int bytes, String message) {
        var spec = new TensorSpec("x", type, Shape.of(first, second));

        assertThatThrownBy(() -> decode(spec, new byte[bytes]))
                .hasMessageStartingWith("the body does not fit the input x " + type)
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseAModelOfSeveralInputsOrAnUnknownOne() {
        assertThatThrownBy(() -> CODEC.decodeRequest(TOY, null, ByteBuffer.allocate(4), 0, TestManifests.simple()))
                .hasMessage("a body without JSON is the only input of a model, and the model 'toy' has 2 inputs");
        assertThatThrownBy(() -> CODEC.decodeRequest(TOY, null, ByteBuffer.allocate(4), 0, null))
                .hasMessageContaining("Maybe send the inputs with JSON");
    }

    private static Shape shape(TensorSpec input, int bytes) {
        return decode(input, new byte[bytes]).inputs().getFirst().shape();
    }

    private static InferenceRequest decode(TensorSpec input, byte[] body) {
        return RawForm.decode(TOY, null, ByteBuffer.wrap(body), input);
    }
}
