package dev.tieline.edge.endpoint;

import com.google.protobuf.ByteString;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferParameter;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferTensorContents;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest.InferInputTensor;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest.InferRequestedOutputTensor;
import dev.tieline.models.oip.OipLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Everything that is refused of a request for the model {@code simple}, whose inputs INPUT0 and INPUT1 are INT32 of the
 * shape [-1, 16], and whose outputs are OUTPUT0 and OUTPUT1.
 */
final class BadInputs {
    /** The longest body of the node that is asked, in bytes. */
    static final int MAX_BODY = 1 << 20;

    private static final String HEADER_LENGTH = "Inference-Header-Content-Length";
    private static final String INVALID = "invalid_request";
    private static final String TOO_LARGE = "too_large";
    private static final String UNKNOWN = "unknown_model";

    private static final String NO_HEADER = "a message says its own lengths";
    private static final String TYPED = "a field of numbers holds no others";
    private static final String NO_CODING = "a payload comes as it is";

    private BadInputs() {}

    static List<BadInput> all() {
        return Stream.of(
                        headerLengths(), bytes(), shapes(), tensors(), outputs(), texts(), sizes(), codings(), others())
                .flatMap(part -> part)
                .toList();
    }

    private static Stream<BadInput> headerLengths() {
        return Stream.of(
                headerLength("a header length that is no number", "ten", HEADER_LENGTH, "'ten'"),
                headerLength("a negative header length", "-1", HEADER_LENGTH, "'-1'"),
                headerLength("a header length with a sign", "+5", HEADER_LENGTH, "'+5'"),
                headerLength("a header length beyond 32 bits", "99999999999", HEADER_LENGTH, "'99999999999'"),
                headerLength("a header length beyond the body", "100000", HEADER_LENGTH, "100000"),
                headerLength("a header length within the JSON", "3", "byte"),
                headerLength("the raw form for a model of two inputs", "0", "'simple'", "2 inputs"));
    }

    private static Stream<BadInput> bytes() {
        return Stream.of(
                binary("too few bytes of a tensor", 60, 60, "'INPUT1'", "64", "60"),
                binary("too many bytes of a tensor", 68, 68, "'INPUT1'", "64", "68"),
                BadInput.of("fewer bytes than the tensors need together", INVALID, "INPUT1", "1")
                        .json(binaryBody(64, 63), headerOf(64))
                        .not(Protocol.GRPC, NO_HEADER),
                BadInput.of("bytes after the last tensor", INVALID, "3")
                        .json(binaryBody(64, 67), headerOf(64))
                        .grpc(raw(64).addRawInputContents(zeros(3)).build().toByteString()),
                BadInput.of("too few elements", INVALID, "INPUT1", "15")
                        .json(json(row("INPUT0", 16), row("INPUT1", 15)))
                        .grpc(message(typed("INPUT0", 16), typed("INPUT1", 15))),
                BadInput.of("too many elements", INVALID, "INPUT1", "16")
                        .json(json(row("INPUT0", 16), row("INPUT1", 17)))
                        .grpc(message(typed("INPUT0", 16), typed("INPUT1", 17))));
    }

    private static Stream<BadInput> shapes() {
        return Stream.of(
                shape("a negative dimension", "INPUT1", "-1", -1, 16),
                shape("dimensions whose product overflows", "INPUT1", "4611686018427387904", 1L << 62, 16),
                shape("more than 8 dimensions", "INPUT1", "8", 1, 1, 1, 1, 1, 1, 1, 1, 16),
                shape("a shape that the model does not take", "INPUT1", "[2,8]", 2, 8));
    }

    private static Stream<BadInput> tensors() {
        return Stream.of(
                BadInput.of("no inputs", INVALID, "INPUT0")
                        .json("{\"inputs\":[]}")
                        .grpc(message()),
                BadInput.of("a missing input", INVALID, "'INPUT1'", "simple@1")
                        .json(json(row("INPUT0", 16)))
                        .grpc(message(typed("INPUT0", 16))),
                BadInput.of("an input twice", INVALID, "'INPUT0'", "twice")
                        .json(json(row("INPUT0", 16), row("INPUT0", 16)))
                        .grpc(message(typed("INPUT0", 16), typed("INPUT0", 16))),
                BadInput.of("an input that the model does not have", INVALID, "'INPUT9'", "INPUT0, INPUT1")
                        .json(json(row("INPUT0", 16), row("INPUT9", 16)))
                        .grpc(message(typed("INPUT0", 16), typed("INPUT9", 16))),
                BadInput.of("a datatype that the model does not take", INVALID, "'INPUT1'", "UINT64", "INT32")
                        .json(json(row("INPUT0", 16), row("INPUT1", 16).replace("INT32", "UINT64")))
                        .grpc(message(
                                typed("INPUT0", 16),
                                input("INPUT1", 1, 16)
                                        .setDatatype("UINT64")
                                        .setContents(InferTensorContents.newBuilder()
                                                .addAllUint64Contents(Collections.nCopies(16, 1L))))),
                BadInput.of("a datatype that there is not", INVALID, "'INPUT1'", "'INT33'")
                        .json(json(row("INPUT0", 16), row("INPUT1", 16).replace("INT32", "INT33")))
                        .grpc(message(typed("INPUT0", 16), typed("INPUT1", 16).setDatatype("INT33"))),
                number("a number beyond its datatype", "3000000000", "3000000000"),
                number("a fraction for a whole number", "1.5", "1.5"),
                BadInput.of("NaN or an infinity", INVALID, "'INPUT1'", "JSON has no NaN")
                        .json(json(row("INPUT0", 16), number("NaN").replace("INT32", "FP32")))
                        .not(Protocol.GRPC, "a message can hold it, and the model gets it, as in binary tensors"),
                BadInput.of("a tensor in shared memory", INVALID, "'INPUT1'", "shared")
                        .json(json(
                                row("INPUT0", 16),
                                "{\"name\":\"INPUT1\",\"shape\":[1,16],\"datatype\":\"INT32\","
                                        + "\"parameters\":{\"shared_memory_region\":\"r\"}}"))
                        .grpc(message(
                                typed("INPUT0", 16),
                                typed("INPUT1", 16).putParameters("shared_memory_region", text("r")))));
    }

    private static Stream<BadInput> outputs() {
        return Stream.of(
                BadInput.of("an output that the model does not have", INVALID, "'OUTPUT7'", "OUTPUT0, OUTPUT1")
                        .json(asking("\"outputs\":[{\"name\":\"OUTPUT7\"}]"))
                        .grpc(good().addOutputs(output("OUTPUT7")).build().toByteString()),
                BadInput.of("an output twice", INVALID, "'OUTPUT0'", "twice")
                        .json(asking("\"outputs\":[{\"name\":\"OUTPUT0\"},{\"name\":\"OUTPUT0\"}]"))
                        .grpc(good().addOutputs(output("OUTPUT0"))
                                .addOutputs(output("OUTPUT0"))
                                .build()
                                .toByteString()));
    }

    private static Stream<BadInput> texts() {
        var good = json(row("INPUT0", 16), row("INPUT1", 16));
        var message = good().build().toByteString();
        return Stream.of(
                BadInput.of("nothing at all", INVALID).json("").grpc(ByteString.EMPTY),
                BadInput.of("what is no request", INVALID)
                        .json("this is no request")
                        .grpc(ByteString.copyFromUtf8("this is no request")),
                BadInput.of("a request that is cut off", INVALID)
                        .json(good.substring(0, good.length() / 2))
                        .grpc(message.substring(0, message.size() / 2)),
                BadInput.of("a key twice", INVALID, "'inputs'", "twice")
                        .json("{\"inputs\":[]," + good.substring(1))
                        .not(Protocol.GRPC, "a field that stands twice is one list, or the last"),
                BadInput.of("two names of models", INVALID, "model_name")
                        .not(Protocol.HTTP, "a path has one")
                        .grpc(message.concat(ModelInferRequest.newBuilder()
                                .setModelName("other")
                                .build()
                                .toByteString()))
                        .not(Protocol.MQTT, "a topic has one"),
                BadInput.of("what is nested too deep", INVALID)
                        .json("{\"a\":".repeat(10_000))
                        .grpc(message.concat(groups(10_000))));
    }

    private static Stream<BadInput> sizes() {
        var many =
                IntStream.range(0, OipLimits.DEFAULT.maxTensors() + 1).boxed().toList();
        var parameters = IntStream.range(0, OipLimits.DEFAULT.maxParameters() + 1)
                .mapToObj(i -> "\"p" + i + "\":1")
                .toList();
        var long16 = "x".repeat(OipLimits.DEFAULT.maxTextBytes() + 1);
        var manyParameters = good();
        many.forEach(i -> manyParameters.putParameters("p" + i, text("1")));
        return Stream.of(
                BadInput.of("too many inputs", INVALID, "128")
                        .json(json(many.stream().map(i -> row("x" + i, 16)).toArray(String[]::new)))
                        .grpc(message(
                                many.stream().map(i -> typed("x" + i, 16)).toArray(InferInputTensor.Builder[]::new))),
                BadInput.of("too many parameters", INVALID, "128")
                        .json(asking("\"parameters\":{" + String.join(",", parameters) + "}"))
                        .grpc(manyParameters.build().toByteString()),
                BadInput.of("a name that is too long", INVALID, "16384")
                        .json(json(row("INPUT0", 16), row(long16, 16)))
                        .grpc(message(typed("INPUT0", 16), typed(long16, 16))),
                BadInput.of("a body over the limit", TOO_LARGE, "1048576")
                        .json(" ".repeat(MAX_BODY + 1))
                        .grpc(zeros(MAX_BODY + 1)));
    }

    private static Stream<BadInput> codings() {
        var json = json(row("INPUT0", 16), row("INPUT1", 16)).getBytes(StandardCharsets.UTF_8);
        var message = good().build().toByteArray();
        return Stream.of(
                BadInput.of("a content encoding that is not read", "unsupported_content", "'br'", "gzip")
                        .http("simple", json, Map.of("Content-Encoding", "br"))
                        .grpc(message, Map.of("grpc-encoding", "br"))
                        .not(Protocol.MQTT, NO_CODING),
                BadInput.of("a body that is not in the encoding that it says", INVALID, "'gzip'")
                        .http("simple", json, Map.of("Content-Encoding", "gzip"))
                        .grpc(message, Map.of("grpc-encoding", "gzip"))
                        .not(Protocol.MQTT, NO_CODING),
                BadInput.of("a body that grows beyond the limit when it is decompressed", TOO_LARGE, "1048576")
                        .http("simple", gzip(new byte[64 << 20]), Map.of("Content-Encoding", "gzip"))
                        .grpc(gzip(new byte[64 << 20]), Map.of("grpc-encoding", "gzip"))
                        .not(Protocol.MQTT, NO_CODING));
    }

    private static Stream<BadInput> others() {
        var json = json(row("INPUT0", 16), row("INPUT1", 16)).getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                BadInput.of("a model that there is not", UNKNOWN, "'nobody'")
                        .http("nobody", json, Map.of())
                        .mqtt("nobody", json, Map.of())
                        .grpc(good().setModelName("nobody").build().toByteString()),
                BadInput.of("a name that no model can have", UNKNOWN, "'../etc'")
                        .http("..%2Fetc", json, Map.of())
                        .not(Protocol.MQTT, "a topic with more levels is no node's")
                        .grpc(good().setModelName("../etc").build().toByteString()),
                BadInput.of("a version that no model can have", UNKNOWN, "'simple@../1'")
                        .http("simple/versions/..%2F1", json, Map.of())
                        .mqtt("simple", json, Map.of("tieline-version", "../1"))
                        .grpc(good().setModelVersion("../1").build().toByteString()),
                BadInput.of("a timeout that is none", INVALID, "timeout", "-1")
                        .json(asking("\"parameters\":{\"timeout\":-1}"))
                        .grpc(good().putParameters(
                                        "timeout",
                                        InferParameter.newBuilder()
                                                .setInt64Param(-1)
                                                .build())
                                .build()
                                .toByteString()),
                BadInput.of("a data class that is no text", INVALID, "tieline_class", "7")
                        .json(asking("\"parameters\":{\"tieline_class\":7}"))
                        .grpc(good().putParameters(
                                        "tieline_class",
                                        InferParameter.newBuilder()
                                                .setInt64Param(7)
                                                .build())
                                .build()
                                .toByteString()));
    }

    /** What every node that has the model answers. */
    static BadInput.Asked good(Protocol protocol) {
        return new BadInput.Asked(
                "simple",
                protocol == Protocol.GRPC
                        ? good().build().toByteArray()
                        : json(row("INPUT0", 16), row("INPUT1", 16)).getBytes(StandardCharsets.UTF_8),
                Map.of());
    }

    /** The same for a model that another node has, on data of that class. */
    static BadInput.Asked elsewhere(Protocol protocol, String dataClass) {
        var good = good(protocol);
        var body = protocol == Protocol.GRPC
                ? good().setModelName("elsewhere").build().toByteArray()
                : good.body();
        return new BadInput.Asked("elsewhere", body, Map.of("tieline-class", dataClass));
    }

    private static BadInput headerLength(String what, String value, String... says) {
        var body = json(row("INPUT0", 16), row("INPUT1", 16)).getBytes(StandardCharsets.UTF_8);
        return BadInput.of(what, INVALID, says)
                .json(body, Map.of(HEADER_LENGTH, value))
                .not(Protocol.GRPC, NO_HEADER);
    }

    private static BadInput binary(String what, int said, int sent, String... says) {
        return BadInput.of(what, INVALID, says)
                .json(binaryBody(said, sent), headerOf(said))
                .grpc(raw(sent).build().toByteString());
    }

    private static BadInput shape(String what, String input, String says, long... dimensions) {
        return BadInput.of(what, INVALID, "'" + input + "'", says)
                .json(json(
                        row("INPUT0", 16),
                        row(input, 16)
                                .replace("[1,16]", Arrays.toString(dimensions).replace(" ", ""))))
                .grpc(message(typed("INPUT0", 16), typed(input, 16).clearShape().addAllShape(boxed(dimensions))));
    }

    private static BadInput number(String what, String number, String says) {
        return BadInput.of(what, INVALID, "INPUT1", says)
                .json(json(row("INPUT0", 16), number(number)))
                .not(Protocol.GRPC, TYPED);
    }

    private static String number(String number) {
        return row("INPUT1", 16).replace("[1,1,", "[1," + number + ",");
    }

    private static String json(String... inputs) {
        return "{\"inputs\":[" + String.join(",", inputs) + "]}";
    }

    private static String asking(String more) {
        return "{" + more + "," + json(row("INPUT0", 16), row("INPUT1", 16)).substring(1);
    }

    private static String row(String name, int elements) {
        return "{\"name\":\"" + name + "\",\"shape\":[1,16],\"datatype\":\"INT32\",\"data\":["
                + String.join(",", Collections.nCopies(elements, "1")) + "]}";
    }

    private static Map<String, String> headerOf(int said) {
        return Map.of(HEADER_LENGTH, String.valueOf(binaryJson(said).length()));
    }

    private static byte[] binaryBody(int said, int sent) {
        return ByteString.copyFromUtf8(binaryJson(said)).concat(zeros(sent)).toByteArray();
    }

    private static String binaryJson(int bytes) {
        return json(
                row("INPUT0", 16),
                "{\"name\":\"INPUT1\",\"shape\":[1,16],\"datatype\":\"INT32\",\"parameters\":{\"binary_data_size\":"
                        + bytes + "}}");
    }

    private static ModelInferRequest.Builder good() {
        return ModelInferRequest.newBuilder()
                .setModelName("simple")
                .addInputs(typed("INPUT0", 16))
                .addInputs(typed("INPUT1", 16));
    }

    private static ModelInferRequest.Builder raw(int bytes) {
        return ModelInferRequest.newBuilder()
                .setModelName("simple")
                .addInputs(input("INPUT0", 1, 16))
                .addInputs(input("INPUT1", 1, 16))
                .addRawInputContents(zeros(64))
                .addRawInputContents(zeros(bytes));
    }

    private static ByteString message(InferInputTensor.Builder... inputs) {
        var message = ModelInferRequest.newBuilder().setModelName("simple");
        Stream.of(inputs).forEach(message::addInputs);
        return message.build().toByteString();
    }

    private static InferInputTensor.Builder typed(String name, int elements) {
        return input(name, 1, 16)
                .setContents(InferTensorContents.newBuilder().addAllIntContents(Collections.nCopies(elements, 1)));
    }

    private static InferInputTensor.Builder input(String name, long... shape) {
        return InferInputTensor.newBuilder().setName(name).setDatatype("INT32").addAllShape(boxed(shape));
    }

    private static List<Long> boxed(long... dimensions) {
        return Arrays.stream(dimensions).boxed().toList();
    }

    private static InferRequestedOutputTensor output(String name) {
        return InferRequestedOutputTensor.newBuilder().setName(name).build();
    }

    private static InferParameter text(String text) {
        return InferParameter.newBuilder().setStringParam(text).build();
    }

    private static ByteString zeros(int bytes) {
        return ByteString.copyFrom(new byte[bytes]);
    }

    /** Groups within groups of a field that is not known. */
    private static ByteString groups(int depth) {
        var open = new byte[depth];
        Arrays.fill(open, (byte) (15 << 3 | 3));
        return ByteString.copyFrom(open);
    }

    private static byte[] gzip(byte[] bytes) {
        var target = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(target)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail, and it did", e);
        }
        return target.toByteArray();
    }
}
