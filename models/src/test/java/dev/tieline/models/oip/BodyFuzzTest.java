package dev.tieline.models.oip;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.models.DataType;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import dev.tieline.models.TestManifests;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import dev.tieline.policy.testing.Fuzzed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bodies of the protocol, as nodes and clients get them. The first two bytes of what the fuzzer makes are the length of the
 * JSON plus 1, high byte first; 0 stands for a body without that header.
 */
class BodyFuzzTest {
    private static final ModelName MODEL = ModelName.of("m");
    private static final OipCodec CODEC = new OipCodec(OipLimits.DEFAULT);
    private static final Tensor ROW = Tensor.ofInts("x", Shape.of(1, 2), 1, 2);
    private static final Tensor WORDS = Tensor.ofStrings("w", Shape.of(2), "a", "");

    static Stream<byte[]> requests() {
        var parameters = Map.<String, Object>of("timeout", 5L, "a", 1.5, "b", true, "c", "text");
        var request = new InferenceRequest(MODEL, null, "id", parameters, List.of(ROW, WORDS), List.of());
        return Stream.of(
                seed(CODEC.encodeRequest(request)),
                seed(CODEC.encodeRequestJson(request)),
                seed(
                        null,
                        "{\"inputs\":[{\"name\":\"x\",\"shape\":[2,1],\"datatype\":\"FP64\",\"data\":[[1e3],[-0.5]]}],"
                                + "\"outputs\":[{\"name\":\"y\",\"parameters\":{\"binary_data\":true}}]}"),
                seed(
                        null,
                        "{\"inputs\":[{\"data\":[true,0],\"name\":\"\\u00fc\",\"shape\":[2],\"datatype\":\"BOOL\"}]}"));
    }

    static Stream<byte[]> responses() {
        var response =
                new InferenceResponse(ModelRef.of("m@1"), "id", Map.of("tieline_site", "a"), List.of(ROW, WORDS));
        return Stream.of(
                seed(CODEC.encodeResponseBinary(response)),
                seed(CODEC.encodeResponse(InferenceRequest.of(MODEL), response)));
    }

    static Stream<byte[]> errors() {
        return Stream.of(
                        new InferenceError.UnknownModel("m"),
                        new InferenceError.ModelNotReady("m", "loading"),
                        new InferenceError.PolicyDenied("no", "rule"),
                        new InferenceError.Overloaded("busy", Duration.ofMillis(5), null),
                        new InferenceError.Warming("soon", Duration.ofMillis(5)))
                .map(error -> CODEC.encodeError(error, "trace"));
    }

    static Stream<byte[]> repositoryRequests() {
        return Stream.of("{\"ready\":true}", "{\"parameters\":{\"unload_dependents\":true,\"n\":1.5,\"t\":\"x\"}}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> rows() {
        return Stream.of(new byte[128], new byte[0], new byte[] {1});
    }

    @MethodSource("requests")
    @FuzzTest
    void shouldReadOrRefuseAnyRequest(byte[] bytes) {
        var read = Fuzzed.decode(bytes.length, InferenceException.class, () -> request(body(bytes), length(bytes)));

        read.ifPresent(request -> {
            var written = CODEC.encodeRequest(request);
            Fuzzed.same(request, request(ByteBuffer.wrap(written.toByteArray()), written.headerLength()));
        });
    }

    @MethodSource("responses")
    @FuzzTest
    void shouldReadOrRefuseAnyResponse(byte[] bytes) {
        var read = Fuzzed.decode(
                bytes.length, InferenceException.class, () -> CODEC.decodeResponse(body(bytes), length(bytes)));

        read.ifPresent(response -> {
            var written = CODEC.encodeResponseBinary(response);
            Fuzzed.same(response, CODEC.decodeResponse(ByteBuffer.wrap(written.toByteArray()), written.headerLength()));
        });
    }

    @MethodSource("errors")
    @FuzzTest
    void shouldMakeAnErrorOfAnything(byte[] bytes) {
        var read = Fuzzed.decode(bytes.length, NeverThrown.class, () -> CODEC.decodeError(ByteBuffer.wrap(bytes)));

        read.ifPresent(error -> Fuzzed.same(error, CODEC.decodeError(ByteBuffer.wrap(CODEC.encodeError(error, null)))));
    }

    @MethodSource("repositoryRequests")
    @FuzzTest
    void shouldReadOrRefuseAnyRequestToTheRepository(byte[] bytes) {
        var body = ByteBuffer.wrap(bytes);

        var index = Fuzzed.decode(bytes.length, InferenceException.class, () -> CODEC.decodeIndexRequest(body));
        var parameters =
                Fuzzed.decode(bytes.length, InferenceException.class, () -> CODEC.decodeRepositoryParameters(body));

        if (bytes.length == 0) {
            Fuzzed.same(index.orElseThrow(), false);
            Fuzzed.same(parameters.orElseThrow(), Map.of());
        }
    }

    @MethodSource("rows")
    @FuzzTest
    void shouldTakeAnyBytesForTheOnlyInputOrRefuseThem(byte[] bytes) {
        var card = TestManifests.of(
                List.of(new TensorSpec("x", DataType.INT32, Shape.of(-1, 16))),
                List.of(new TensorSpec("y", DataType.INT32, Shape.of(1))));

        var read = Fuzzed.decode(
                bytes.length,
                InferenceException.class,
                () -> CODEC.decodeRequest(MODEL, null, ByteBuffer.wrap(bytes), 0, card));

        read.ifPresent(request -> Fuzzed.same(request.inputs().getFirst().data(), ByteBuffer.wrap(bytes)));
    }

    /** Nothing may be thrown at all. */
    private static final class NeverThrown extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static InferenceRequest request(ByteBuffer body, @Nullable Integer headerLength) {
        return CODEC.decodeRequest(MODEL, null, body, headerLength, null);
    }

    private static ByteBuffer body(byte[] bytes) {
        return bytes.length < 2 ? ByteBuffer.wrap(bytes) : ByteBuffer.wrap(bytes, 2, bytes.length - 2);
    }

    private static @Nullable Integer length(byte[] bytes) {
        var said = bytes.length < 2 ? 0 : ByteBuffer.wrap(bytes).getShort() & 0xffff;
        return said == 0 ? null : Integer.valueOf(said - 1);
    }

    private static byte[] seed(OipBody body) {
        return seed(body.headerLength(), new String(body.toByteArray(), StandardCharsets.ISO_8859_1));
    }

    private static byte[] seed(@Nullable Integer headerLength, String body) {
        var bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(2 + bytes.length)
                .putShort((short) (headerLength == null ? 0 : headerLength + 1))
                .put(bytes)
                .array();
    }
}
