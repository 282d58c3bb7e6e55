package dev.tieline.edge.endpoint.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferParameter;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferTensorContents;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest.InferInputTensor;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest.InferRequestedOutputTensor;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceError.UnknownModel;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.oip.OipLimits;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InferReaderTest {
    private static final InferReader READER = new InferReader(OipLimits.DEFAULT);

    @Test
    void shouldViewRawElementsInTheMessageInsteadOfCopyingThem() {
        var bytes = message(raw("x", "UINT8", 2).build())
                .addRawInputContents(bytes(2))
                .build()
                .toByteArray();

        var tensor = read(com.google.protobuf.UnsafeByteOperations.unsafeWrap(bytes))
                .inputs()
                .getFirst();
        bytes[bytes.length - 1] = 42;

        assertThat(tensor.data().get(1)).isEqualTo((byte) 42);
    }

    @Test
    void shouldReadEveryKindOfParameter() {
        var request = message(
                        typed("x", "INT64", InferTensorContents.newBuilder().addInt64Contents(1), 1))
                .putParameters(
                        "timeout",
                        InferParameter.newBuilder().setInt64Param(250_000).build())
                .putParameters(
                        "priority",
                        InferParameter.newBuilder().setUint64Param(1).build())
                .putParameters(
                        "tieline_class",
                        InferParameter.newBuilder().setStringParam("personal").build())
                .putParameters(
                        "scale", InferParameter.newBuilder().setDoubleParam(0.5).build())
                .putParameters(
                        "sequence_start",
                        InferParameter.newBuilder().setBoolParam(true).build())
                .putParameters("none", InferParameter.getDefaultInstance())
                .build();

        assertThat(read(request.toByteString()).parameters())
                .containsEntry("timeout", 250_000L)
                .containsEntry("priority", 1L)
                .containsEntry("tieline_class", "personal")
                .containsEntry("scale", 0.5)
                .containsEntry("sequence_start", true)
                .doesNotContainKey("none");
    }

    @Test
    void shouldReadSmallIntegersOutOfTheWiderFields() {
        var contents = InferTensorContents.newBuilder().addUintContents(255).addUintContents(0);

        var tensor = read(message(typed("x", "UINT8", contents, 2)).build().toByteString())
                .inputs()
                .getFirst();

        assertThat(tensor.data().get(0)).isEqualTo((byte) 255);
    }

    @Test
    void shouldReadAnInputWithoutElements() {
        var empty =
                InferInputTensor.newBuilder().setName("x").setDatatype("FP32").addShape(0);

        assertThat(read(message(empty.build()).build().toByteString())
                        .inputs()
                        .getFirst()
                        .size())
                .isZero();
    }

    @Test
    void shouldReadOverFieldsThatAreNotKnown() {
        var known = message(raw("x", "UINT8", 1).build())
                .addRawInputContents(bytes(1))
                .build();
        var unknown = ByteString.copyFrom(new byte[] {(byte) 0xf8, 0x3f, 1}); // field 1023

        assertThat(read(known.toByteString().concat(unknown))).isEqualTo(read(known.toByteString()));
    }

    @Test
    void shouldLeaveItToTheModelWhetherItNeedsInputs() {
        assertThat(read(message().build().toByteString()).inputs()).isEmpty();
    }

    static Stream<Arguments> refused() {
        var one = raw("x", "UINT8", 1).build();
        return Stream.of(
                Arguments.of(
                        "an input without a name", message(raw("", "UINT8", 1).build()), "without a name"),
                Arguments.of(
                        "an input twice",
                        message(one, one).addRawInputContents(bytes(1)).addRawInputContents(bytes(1)),
                        "'x' twice"),
                Arguments.of(
                        "raw contents of one of two inputs",
                        message(one, raw("y", "UINT8", 1).build()).addRawInputContents(bytes(1)),
                        "1 entries, and there are 2 inputs"),
                Arguments.of(
                        "raw and typed contents",
                        message(typed(
                                        "x",
                                        "INT64",
                                        InferTensorContents.newBuilder().addInt64Contents(1),
                                        1))
                                .addRawInputContents(bytes(8)),
                        "Maybe give one of them only"),
                Arguments.of(
                        "too few raw bytes",
                        message(raw("x", "FP32", 3).build()).addRawInputContents(bytes(11)),
                        "needs 12 bytes, and it has 11"),
                Arguments.of(
                        "texts that end too early",
                        message(raw("x", "BYTES", 1).build())
                                .addRawInputContents(ByteString.copyFrom(new byte[] {9, 0, 0, 0, 1})),
                        "9 bytes, and 1 are left"),
                Arguments.of(
                        "too few elements",
                        message(typed(
                                "x", "INT64", InferTensorContents.newBuilder().addInt64Contents(1), 2)),
                        "needs 2 elements in int64_contents, and it has 1"),
                Arguments.of(
                        "elements of another type",
                        message(typed(
                                "x", "FP32", InferTensorContents.newBuilder().addInt64Contents(1), 1)),
                        "belong into fp32_contents"),
                Arguments.of(
                        "typed FP16",
                        message(typed(
                                "x", "FP16", InferTensorContents.newBuilder().addFp32Contents(1), 1)),
                        "no typed contents"),
                Arguments.of("typed BF16", message(raw("x", "BF16", 1).build()), "no typed contents"),
                Arguments.of(
                        "a number out of range",
                        message(typed(
                                "x", "INT8", InferTensorContents.newBuilder().addIntContents(128), 1)),
                        "the element 128"),
                Arguments.of(
                        "an unsigned number out of range",
                        message(typed(
                                "x", "UINT16", InferTensorContents.newBuilder().addUintContents(-1), 1)),
                        "the element 4294967295"),
                Arguments.of(
                        "a datatype that there is not",
                        message(raw("x", "fp32", 1).build()),
                        "'fp32'"),
                Arguments.of(
                        "a negative dimension", message(raw("x", "UINT8", -1).build()), "may be negative"),
                Arguments.of(
                        "a shape that overflows",
                        message(raw("x", "UINT8", Long.MAX_VALUE, 9).build()).addRawInputContents(bytes(1)),
                        "overflows 64 bits"),
                Arguments.of(
                        "a typed shape that overflows",
                        message(raw("x", "UINT8", Long.MAX_VALUE, 9).build()),
                        "overflows 64 bits"),
                Arguments.of(
                        "bytes that overflow",
                        message(raw("x", "FP64", Long.MAX_VALUE / 2).build()).addRawInputContents(bytes(1)),
                        "overflows 64 bits"),
                Arguments.of(
                        "9 dimensions",
                        message(raw(
                                        "x",
                                        "UINT8",
                                        LongStream.generate(() -> 1).limit(9).toArray())
                                .build()),
                        "9 dimensions; the limit is 8"),
                Arguments.of(
                        "very many dimensions",
                        message(raw("x", "UINT8", new long[1_000]).build()),
                        "bytes in the shape"),
                Arguments.of(
                        "129 inputs",
                        message(IntStream.range(0, 129)
                                .mapToObj(i -> raw("x" + i, "UINT8", 1).build())
                                .toArray(InferInputTensor[]::new)),
                        "more than 128 inputs"),
                Arguments.of("129 parameters", parameters(129), "more than 128 parameters"),
                Arguments.of(
                        "a parameter that is not finite",
                        parameter(InferParameter.newBuilder().setDoubleParam(Double.NaN)),
                        "must be finite"),
                Arguments.of(
                        "a parameter beyond a long",
                        parameter(InferParameter.newBuilder().setUint64Param(-1)),
                        "18446744073709551615"),
                Arguments.of(
                        "a long text",
                        parameter(InferParameter.newBuilder().setStringParam("x".repeat(16_385))),
                        "more than 16384 bytes"),
                Arguments.of("a long id", message(one).setId("x".repeat(16_385)), "the id has more than 16384 bytes"),
                Arguments.of(
                        "an output twice",
                        message(one)
                                .addRawInputContents(bytes(1))
                                .addOutputs(output("y"))
                                .addOutputs(output("y")),
                        "'y' twice"),
                Arguments.of(
                        "an output without a name",
                        message(one).addRawInputContents(bytes(1)).addOutputs(output("")),
                        "without a name"),
                Arguments.of(
                        "shared memory",
                        message(one.toBuilder()
                                        .putParameters(
                                                "shared_memory_region",
                                                InferParameter.newBuilder()
                                                        .setStringParam("r")
                                                        .build())
                                        .build())
                                .addRawInputContents(bytes(1)),
                        "shared_memory_region"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void shouldRefuse(String what, ModelInferRequest.Builder message, String saying) {
        assertRefused(() -> read(message.build().toByteString()), InvalidRequest.class, saying);
    }

    @Test
    void shouldRefuseWhatIsNoMessage() {
        assertRefused(
                () -> read(ByteString.copyFromUtf8("{\"inputs\":[]}")), InvalidRequest.class, "no protobuf message");
    }

    /** The last would hold, and the call was let in by the first. */
    @Test
    void shouldRefuseAMessageThatNamesTwoModels() {
        var first = ModelInferRequest.newBuilder().setModelName("public").build();
        var second = message(raw("x", "UINT8", 1).build()).addRawInputContents(bytes(1));

        assertRefused(
                () -> read(first.toByteString().concat(second.build().toByteString())),
                InvalidRequest.class,
                "more than 1 model_name");
    }

    @Test
    void shouldRefuseANameThatNoModelHas() {
        assertRefused(
                () -> read(ModelInferRequest.newBuilder()
                        .setModelName("../etc")
                        .build()
                        .toByteString()),
                UnknownModel.class,
                "'../etc'");
    }

    @Test
    void shouldReadTheBeginningOfAMessageThatIsCutOff() {
        var message = message(raw("x", "UINT8", 1_000).build())
                .setId("7")
                .addRawInputContents(bytes(1_000))
                .build();

        var beginning = InferReader.beginning(CodedInputStream.newInstance(message.toByteArray(), 0, 40));

        assertThat(beginning).hasValueSatisfying(said -> {
            assertThat(said.path().name().value()).isEqualTo("test");
            assertThat(said.id()).isEqualTo("7");
        });
    }

    static Stream<Arguments> otherBeginnings() {
        var name = ModelInferRequest.newBuilder().setModelName("test").build().toByteString();
        var rest = ModelInferRequest.newBuilder()
                .setModelVersion("1")
                .setId("7")
                .addInputs(raw("x", "UINT8", 1_000))
                .addRawInputContents(bytes(1_000))
                .build()
                .toByteString();
        return Stream.of(
                Arguments.of("the name comes last", rest.concat(name)),
                Arguments.of("the name is cut off", ByteString.copyFrom(new byte[] {0x0a, 100, 't'})),
                Arguments.of("there is no name", rest),
                Arguments.of("there is nothing", ByteString.EMPTY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherBeginnings")
    void shouldNotGuessWhereTheBeginningDoesNotSayTheModel(String what, ByteString message) {
        assertThat(InferReader.beginning(CodedInputStream.newInstance(message.toByteArray())))
                .as(what)
                .isEmpty();
    }

    @Test
    void shouldFindTheModelWhereverItStands() {
        var rest = ModelInferRequest.newBuilder()
                .setModelVersion("1")
                .setId("7")
                .addInputs(raw("x", "UINT8", 1))
                .build();
        var name = ModelInferRequest.newBuilder().setModelName("test").build();

        var found = InferReader.whole(
                rest.toByteString().concat(name.toByteString()).toByteArray());

        assertThat(found.path()).hasToString("test@1");
        assertThat(found.id()).isEqualTo("7");
    }

    @Test
    void shouldRefuseAMessageWithoutAName() {
        var message =
                ModelInferRequest.newBuilder().setModelVersion("1").setId("7").build();

        assertRefused(() -> InferReader.whole(message.toByteArray()), InvalidRequest.class, "model_name");
    }

    private static InferenceRequest read(ByteString message) {
        return READER.read(message, held -> {});
    }

    private static ModelInferRequest.Builder message(InferInputTensor... inputs) {
        return ModelInferRequest.newBuilder().setModelName("test").addAllInputs(List.of(inputs));
    }

    private static ModelInferRequest.Builder parameter(InferParameter.Builder value) {
        return message(raw("x", "UINT8", 1).build())
                .addRawInputContents(bytes(1))
                .putParameters("p", value.build());
    }

    private static ModelInferRequest.Builder parameters(int count) {
        var message = message(raw("x", "UINT8", 1).build()).addRawInputContents(bytes(1));
        for (int i = 0; i < count; i++) {
            message.putParameters(
                    "p" + i, InferParameter.newBuilder().setBoolParam(true).build());
        }
        return message;
    }

    private static InferRequestedOutputTensor output(String name) {
        return InferRequestedOutputTensor.newBuilder().setName(name).build();
    }

    private static InferInputTensor.Builder raw(String name, String type, long... shape) {
        return InferInputTensor.newBuilder()
                .setName(name)
                .setDatatype(type)
                .addAllShape(LongStream.of(shape).boxed().toList());
    }

    private static InferInputTensor typed(
            String name, String type, InferTensorContents.Builder contents, long... shape) {
        return raw(name, type, shape).setContents(contents).build();
    }

    private static ByteString bytes(int count) {
        return ByteString.copyFrom(new byte[count]);
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable read,
            Class<? extends InferenceError> kind,
            String saying) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.error()).isInstanceOf(kind))
                .hasMessageContaining(saying);
    }
}
