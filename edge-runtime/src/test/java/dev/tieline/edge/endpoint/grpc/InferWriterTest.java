package dev.tieline.edge.endpoint.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferParameter;
import dev.tieline.models.DataType;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.RequestedOutput;
import dev.tieline.models.infer.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InferWriterTest {
    private static final ModelName MODEL = ModelName.of("test");
    private static final Tensor A = Tensor.ofInts("a", Shape.of(2), 1, 2);
    private static final Tensor B = Tensor.ofFloats("b", Shape.of(1), 0.5f);

    @Test
    void shouldWriteElementsRawUnlessAskedOtherwise() {
        var message = InferWriter.write(asking(Map.of()), answer(A, B));

        assertThat(message.getModelName()).isEqualTo("test");
        assertThat(message.getModelVersion()).isEqualTo("1");
        assertThat(message.getId()).isEqualTo("r1");
        assertThat(message.getRawOutputContentsList()).hasSize(2);
        assertThat(message.getOutputs(0).hasContents()).isFalse();
        assertThat(message.getOutputs(1).getDatatype()).isEqualTo("FP32");
        assertThat(message.getParametersMap())
                .containsEntry(
                        "tieline_route",
                        InferParameter.newBuilder().setStringParam("local").build());
    }

    @Test
    void shouldWriteTypedContentsForWhoAsksForThem() {
        var message = InferWriter.write(asking(Map.of("binary_data_output", false)), answer(A));

        assertThat(message.getRawOutputContentsCount()).isZero();
        assertThat(message.getOutputs(0).getContents().getIntContentsList()).containsExactly(1, 2);
    }

    @Test
    void shouldWriteOnlyTheOutputsThatWereAskedForInTheirOrder() {
        var request = asking(Map.of(), new RequestedOutput("b"), new RequestedOutput("a"));

        var message = InferWriter.write(request, answer(A, B));

        assertThat(message.getOutputsList())
                .extracting(output -> output.getName())
                .containsExactly("b", "a");
    }

    @Test
    void shouldWriteAllElementsRawIfOneOutputIsAskedForSo() {
        var request = asking(Map.of(), new RequestedOutput("a", false), new RequestedOutput("b", true));

        assertThat(InferWriter.write(request, answer(A, B)).getRawOutputContentsCount())
                .isEqualTo(2);
    }

    @Test
    void shouldRefuseTypedContentsOfATypeThatHasNone() {
        var half = new Tensor("h", DataType.FP16, Shape.of(1), ByteBuffer.allocate(2));

        assertThatThrownBy(() -> InferWriter.write(asking(Map.of("binary_data_output", false)), answer(half)))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("FP16");
    }

    @Test
    void shouldNameTheOutputThatIsMissing() {
        assertThatThrownBy(() -> InferWriter.write(asking(Map.of(), new RequestedOutput("c")), answer(A)))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("'c'");
    }

    private static InferenceRequest asking(Map<String, Object> parameters, RequestedOutput... outputs) {
        return new InferenceRequest(MODEL, null, "r1", parameters, List.of(A), List.of(outputs));
    }

    private static InferenceResponse answer(Tensor... outputs) {
        return new InferenceResponse(
                new ModelRef(MODEL, "1"), "r1", Map.of("tieline_route", "local"), List.of(outputs));
    }
}
