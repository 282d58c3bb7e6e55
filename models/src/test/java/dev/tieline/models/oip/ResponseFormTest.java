package dev.tieline.models.oip;

import static dev.tieline.models.oip.Bodies.CODEC;
import static dev.tieline.models.oip.Bodies.TOY;
import static dev.tieline.models.oip.Bodies.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.DataType;
import dev.tieline.models.ModelRef;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.BytesElements;
import dev.tieline.models.infer.InferenceError.ExecutionFailed;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.RequestedOutput;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.infer.TensorNumbers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseFormTest {
    private static final InferenceRequest ALL = InferenceRequest.of(TOY, Tensor.ofInts("x", Shape.of(1), 1));

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void shouldNotAnswerInJsonWhatJsonCannotSay(double value) {
        for (var type : List.of(DataType.FP32, DataType.FP64)) {
            var response = response(TensorNumbers.of("y", type, Shape.of(2), List.of(1.0, value)));

            assertThatThrownBy(() -> CODEC.encodeResponse(ALL, response))
                    .isInstanceOfSatisfying(
                            InferenceException.class, e -> assertThat(e.error()).isInstanceOf(InvalidRequest.class))
                    .hasMessage("the tensor 'y' holds " + value
                            + ", which JSON cannot say. Maybe ask for it as binary data");
            assertThat(CODEC.encodeResponseBinary(response).size()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FP16", "BF16"})
    void shouldAnswerHalfFloatsInBinaryOnly(DataType type) {
        var response = response(TensorNumbers.of("y", type, Shape.of(1), List.of(1.0)));

        assertThatThrownBy(() -> CODEC.encodeResponse(ALL, response)).hasMessageContaining("JSON cannot hold");
    }

    @Test
    void shouldAnswerBytesThatAreNoTextInBinaryOnly() {
        var packed = BytesElements.pack(List.of(new byte[] {(byte) 0xff}));
        var response = response(new Tensor("y", DataType.BYTES, Shape.of(1), packed));

        assertThatThrownBy(() -> CODEC.encodeResponse(ALL, response)).hasMessageContaining("not UTF-8");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"FP16", "BF16", "BYTES"})
    void shouldReadBackEveryTypeFromJson(DataType type) {
        var response = response(TensorNumbers.of("y", type, Shape.of(3), List.of(0.0, 1.0, 1.0)));

        var body = CODEC.encodeResponse(ALL, response);

        assertThat(CODEC.decodeResponse(ByteBuffer.wrap(body.toByteArray()), null))
                .isEqualTo(response);
    }

    @Test
    void shouldSayWhichOutputTheModelDidNotGive() {
        var request = new InferenceRequest(TOY, null, null, Map.of(), ALL.inputs(), List.of(new RequestedOutput("z")));

        assertThatThrownBy(() -> CODEC.encodeResponse(request, response(Tensor.ofInts("y", Shape.of(1), 1))))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.error()).isInstanceOf(ExecutionFailed.class))
                .hasMessage("the answer of the model toy@1 has no output 'z', which was asked for");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"model_name\":\"toy\"}",
                "{\"model_name\":\"a/b\",\"model_version\":\"1\"}",
                "{\"model_name\":\"toy\",\"model_version\":\"\"}",
                "{\"model_name\":\"toy\",\"model_version\":\"1\",\"outputs\":[{\"name\":\"y\"}]}"
            })
    void shouldRefuseAResponseThatSaysTooLittle(String json) {
        assertThatThrownBy(() -> CODEC.decodeResponse(text(json), null)).isInstanceOf(InferenceException.class);
    }

    @Test
    void shouldNotCopyTensorsIntoTheBody() {
        var body = CODEC.encodeResponseBinary(response(Tensor.ofInts("y", Shape.of(1), 9)));

        assertThat(body.parts()).hasSize(2);
        assertThat(body.parts().get(1).isReadOnly()).isTrue();
        assertThat(body.parts().get(1)).isNotSameAs(body.parts().get(1));
    }

    private static InferenceResponse response(Tensor output) {
        return new InferenceResponse(ModelRef.of("toy@1"), null, Map.of(), List.of(output));
    }
}
