package dev.tieline.edge.endpoint.grpc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tieline.edge.endpoint.ModelPath;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferTensorContents;
import dev.tieline.models.DataType;
import dev.tieline.models.ModelName;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.RequestedOutput;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.testing.Fuzzed;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a message of the gRPC form says, and its timeout beside it. */
class InferReaderFuzzTest {
    private static final InferReader READER = new InferReader(OipLimits.DEFAULT);
    private static final List<DataType> TYPES = List.of(DataType.values());
    private static final Tensor ROW = Tensor.ofInts("x", Shape.of(1, 2), 1, 2);
    private static final Tensor WORDS = Tensor.ofStrings("w", Shape.of(2), "a", "");

    static Stream<byte[]> requests() {
        var request = new InferenceRequest(
                ModelName.of("m"),
                "1",
                "id",
                Map.of("timeout", 5L, "a", 1.5, "b", true, "c", "text"),
                List.of(ROW, WORDS),
                List.of(new RequestedOutput("y", true)));
        return Stream.of(
                Requests.raw(request).toByteArray(), Requests.typed(request).toByteArray());
    }

    /** The type, how many elements there should be, and the message. */
    static Stream<byte[]> contents() {
        return Stream.of(ROW, WORDS, Tensor.ofFloats("f", Shape.of(2), 1, Float.NaN))
                .map(tensor -> ByteString.copyFrom(new byte[] {(byte) TYPES.indexOf(tensor.type()), 2})
                        .concat(TypedContents.write(tensor.name(), tensor.type(), tensor.data())
                                .toByteString())
                        .toByteArray());
    }

    static Stream<byte[]> timeouts() {
        return Stream.of("1H", "99999999M", "0S", "20m", "5u", "00000001n")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Where the beginning tells a model, it is the one that is asked: by it, calls are let in. */
    @MethodSource("requests")
    @FuzzTest
    void shouldReadOrRefuseAnyRequest(byte[] bytes) {
        var message = ByteString.copyFrom(bytes);

        var read = Fuzzed.decode(bytes.length, InferenceException.class, () -> READER.read(message, held -> {}));
        var beginning = Fuzzed.decode(
                bytes.length, InferenceException.class, () -> InferReader.beginning(message.newCodedInput()));

        read.ifPresent(request -> {
            Fuzzed.same(request, READER.read(Requests.raw(request).toByteString(), held -> {}));
            var whole = InferReader.whole(bytes);
            Fuzzed.same(new ModelPath(request.model(), request.version()), whole.path());
            beginning
                    .flatMap(found -> found)
                    .ifPresent(found ->
                            Fuzzed.same(whole.path().name(), found.path().name()));
        });
    }

    @MethodSource("contents")
    @FuzzTest
    void shouldReadOrRefuseAnyContents(byte[] bytes) {
        if (bytes.length < 2) {
            return;
        }
        var type = TYPES.get(Byte.toUnsignedInt(bytes[0]) % TYPES.size());
        int elements = bytes[1];
        contents(bytes).ifPresent(contents -> {
            var read = Fuzzed.decode(
                    bytes.length, InferenceException.class, () -> TypedContents.read("x", type, elements, contents));

            read.ifPresent(packed -> Fuzzed.same(
                    packed, TypedContents.read("x", type, elements, TypedContents.write("x", type, packed))));
        });
    }

    @MethodSource("timeouts")
    @FuzzTest
    void shouldReadOrRefuseAnyTimeout(byte[] bytes) {
        // What the server lets pass as the value of a header.
        var text = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("\\p{Cntrl}", "");
        var metadata = MultiMap.caseInsensitiveMultiMap().add("grpc-timeout", text);

        var read = Fuzzed.decode(bytes.length, InferenceException.class, () -> {
            var timeout = CallTimeout.read(metadata);
            return Optional.ofNullable(timeout);
        });

        read.ifPresent(timeout -> Fuzzed.same(timeout.orElseThrow().isPositive(), true));
    }

    private static Optional<InferTensorContents> contents(byte[] bytes) {
        try {
            return Optional.of(InferTensorContents.parseFrom(ByteString.copyFrom(bytes, 2, bytes.length - 2)));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty(); // the other target is for these
        }
    }
}
