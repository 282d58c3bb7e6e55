package dev.tieline.models.oip;

import static dev.tieline.models.oip.Bodies.CODEC;
import static dev.tieline.models.oip.Bodies.TOY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.tieline.models.DataType;
import dev.tieline.models.ModelRef;
import dev.tieline.models.Shape;
import dev.tieline.models.TestManifests;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.RequestedOutput;
import dev.tieline.models.infer.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The wire forms, byte for byte, against golden files. */
class WireFormTest {
    private static final Tensor A = Tensor.ofFloats("a", Shape.of(1, 2), 1.5f, -2.25f);
    private static final Tensor C = Tensor.ofStrings("c", Shape.of(2), "abc", "");

    @Test
    void shouldReadJson() {
        var body = ByteBuffer.wrap(Bodies.golden("request-json.json"));

        var request = CODEC.decodeRequest(TOY, "3", body, null, null);

        assertThat(request.model()).isEqualTo(TOY);
        assertThat(request.version()).isEqualTo("3");
        assertThat(request.id()).isEqualTo("42");
        assertThat(request.parameters())
                .containsExactly(
                        entry("timeout", 250000L),
                        entry("priority", 1L),
                        entry("tieline_class", "personal"),
                        entry("scale", 0.5),
                        entry("sequence_start", true));
        assertThat(request.inputs()).extracting(Tensor::name).containsExactly("INPUT0", "INPUT1", "WORDS");
        assertThat(request.inputs().get(0).ints()).containsExactly(1, -2, 3, 4);
        assertThat(request.inputs().get(1).floats()).containsExactly(0.5f, 0.001f, -0.0f, 3);
        assertThat(request.inputs().get(2).strings()).containsExactly("café", "🚀\n");
        assertThat(request.outputs())
                .containsExactly(new RequestedOutput("OUTPUT1", true), new RequestedOutput("OUTPUT0", null));
    }

    @Test
    void shouldReadARequestToAModelWithoutInputs() {
        var body = ByteBuffer.wrap("{\"inputs\":[]}".getBytes(StandardCharsets.UTF_8));

        assertThat(CODEC.decodeRequest(TOY, null, body, null, null).inputs()).isEmpty();
    }

    @Test
    void shouldReadJsonMixedWithBinaryTensors() {
        var body = ByteBuffer.wrap(Bodies.golden("request-mixed.bin"));

        var request = CODEC.decodeRequest(TOY, null, body, 266, null);

        assertThat(request.inputs().get(0)).isEqualTo(A);
        assertThat(request.inputs().get(1).type()).isEqualTo(DataType.INT8);
        assertThat(request.inputs().get(2)).isEqualTo(C);
    }

    @Test
    void shouldReadTheSameFromADirectBufferThatDoesNotBeginAtZero() {
        var golden = Bodies.golden("request-mixed.bin");
        var direct = ByteBuffer.allocateDirect(golden.length + 9)
                .position(5)
                .put(golden)
                .flip()
                .position(5);

        var request = CODEC.decodeRequest(TOY, null, direct, 266, null);

        assertThat(request).isEqualTo(CODEC.decodeRequest(TOY, null, ByteBuffer.wrap(golden), 266, null));
        assertThat(direct.position()).isEqualTo(5);
    }

    @Test
    void shouldViewBinaryTensorsInTheBodyInsteadOfCopyingThem() {
        var golden = Bodies.golden("request-mixed.bin");
        var tensor = CODEC.decodeRequest(TOY, null, ByteBuffer.wrap(golden), 266, null)
                .inputs()
                .getFirst();

        golden[266 + 3] = (byte) 0xc0;

        assertThat(tensor.floats()).containsExactly(-6f, -2.25f);
    }

    @Test
    void shouldWriteARequestAsBinary() {
        var request = new InferenceRequest(
                TOY,
                null,
                "7",
                Map.of(),
                List.of(A, C),
                List.of(new RequestedOutput("y", true), new RequestedOutput("z")));

        var body = CODEC.encodeRequest(request);

        assertThat(body.toByteArray()).isEqualTo(Bodies.golden("request-binary.bin"));
        assertThat(body.headerLength()).isEqualTo(255);
        assertThat(body.size()).isEqualTo(255 + 8 + 11);
        assertThat(CODEC.decodeRequest(TOY, null, ByteBuffer.wrap(body.toByteArray()), 255, null))
                .isEqualTo(request);
    }

    @Test
    void shouldWriteARequestAsJsonThatReadsBackTheSame() {
        var request = new InferenceRequest(
                TOY, null, null, Map.of("binary_data_output", true), List.of(A, C), List.of(new RequestedOutput("y")));

        var body = CODEC.encodeRequestJson(request);

        assertThat(body.headerLength()).isNull();
        assertThat(CODEC.decodeRequest(TOY, null, ByteBuffer.wrap(body.toByteArray()), null, null))
                .isEqualTo(request);
    }

    @Test
    void shouldWriteAResponseAsJson() {
        var body = CODEC.encodeResponse(InferenceRequest.of(TOY, A), response());

        assertThat(new String(body.toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo(new String(Bodies.golden("response-json.json"), StandardCharsets.UTF_8));
        assertThat(body.headerLength()).isNull();
        assertThat(CODEC.decodeResponse(ByteBuffer.wrap(body.toByteArray()), null))
                .isEqualTo(response());
    }

    @Test
    void shouldWriteTheOutputsThatWereAskedForInTheOrderAndFormAskedFor() {
        var request = new InferenceRequest(
                TOY,
                null,
                null,
                Map.of("binary_data_output", true),
                List.of(A),
                List.of(new RequestedOutput("b", false), new RequestedOutput("f")));

        var body = CODEC.encodeResponse(request, response());

        assertThat(body.toByteArray()).isEqualTo(Bodies.golden("response-mixed.bin"));
        assertThat(body.headerLength()).isEqualTo(265);
    }

    @Test
    void shouldReadBackABinaryResponse() {
        var body = CODEC.encodeResponseBinary(response());

        assertThat(CODEC.decodeResponse(ByteBuffer.wrap(body.toByteArray()), body.headerLength()))
                .isEqualTo(response());
    }

    @Test
    void shouldWriteTheMetadataOfAModel() {
        assertThat(new String(
                        CODEC.modelMetadata(TestManifests.catalog("silero-vad"), "onnxruntime_onnx"),
                        StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"name\":\"silero-vad\",\"versions\":[\"5\"],\"platform\":\"onnxruntime_onnx\",\"inputs\":["
                                + "{\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[-1,-1]},"
                                + "{\"name\":\"state\",\"datatype\":\"FP32\",\"shape\":[2,-1,128]},"
                                + "{\"name\":\"sr\",\"datatype\":\"INT64\",\"shape\":[]}],\"outputs\":["
                                + "{\"name\":\"output\",\"datatype\":\"FP32\",\"shape\":[-1,1]},"
                                + "{\"name\":\"stateN\",\"datatype\":\"FP32\",\"shape\":[2,-1,128]}]}");
    }

    @Test
    void shouldWriteTheMetadataOfAServer() {
        assertThat(CODEC.serverMetadata("tieline", "0.1", List.of("binary_tensor_data")))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"name\":\"tieline\",\"version\":\"0.1\",\"extensions\":[\"binary_tensor_data\"]}");
    }

    private static InferenceResponse response() {
        var parameters = new LinkedHashMap<String, Object>();
        parameters.put("tieline_site", "clinic");
        parameters.put("tieline_queue_us", 12L);
        return new InferenceResponse(
                ModelRef.of("toy@1"),
                "7",
                parameters,
                List.of(
                        Tensor.ofFloats("f", Shape.of(3), 0.1f, -0.0f, 1e10f),
                        new Tensor(
                                "u",
                                DataType.UINT64,
                                Shape.of(2),
                                Tensor.ofLongs("", Shape.of(2), 0, -1).data()),
                        Tensor.ofStrings("t", Shape.of(2), "a\"b", "é"),
                        new Tensor("b", DataType.BOOL, Shape.of(2), ByteBuffer.wrap(new byte[] {1, 0}))));
    }
}
