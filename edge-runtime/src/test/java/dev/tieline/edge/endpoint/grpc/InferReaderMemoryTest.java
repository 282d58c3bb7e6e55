package dev.tieline.edge.endpoint.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferTensorContents;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest.InferInputTensor;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipLimits;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** However a message is made, reading it takes no more memory than a multiple of its length that is known. */
class InferReaderMemoryTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int COUNT = 200_000;
    /** An INT64 of one byte takes 8 in the parsed list, which grows by half each time, and 8 in the tensor. */
    private static final int MULTIPLE = 40;
    /** What any reading takes, class loading of a first one included. */
    private static final int BASE = 4 << 20;

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of("inputs without anything", repeated(new byte[] {0x2a, 0})),
                Arguments.of("requested outputs without anything", repeated(new byte[] {0x32, 0})),
                Arguments.of("raw contents without anything", repeated(new byte[] {0x3a, 0})),
                Arguments.of("parameters without anything", repeated(new byte[] {0x22, 0})),
                Arguments.of("fields that are not known", repeated(new byte[] {(byte) 0xf8, 0x3f, 1})),
                Arguments.of(
                        "parameters of one input",
                        input(InferInputTensor.getDefaultInstance()
                                .toByteString()
                                .concat(repeated(new byte[] {0x22, 0})))),
                Arguments.of("dimensions of one input", input(repeated(new byte[] {0x18, 1}))),
                Arguments.of(
                        "numbers of one byte",
                        input(typed(
                                "INT64",
                                InferTensorContents.newBuilder().addAllInt64Contents(Collections.nCopies(COUNT, 0L))))),
                Arguments.of(
                        "booleans",
                        input(typed(
                                "BOOL",
                                InferTensorContents.newBuilder()
                                        .addAllBoolContents(Collections.nCopies(COUNT, true))))),
                Arguments.of(
                        "texts without anything",
                        input(typed(
                                "BYTES",
                                InferTensorContents.newBuilder()
                                        .addAllBytesContents(Collections.nCopies(COUNT, ByteString.EMPTY))))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void shouldTakeABoundedMultipleOfTheMessage(String what, ByteString fields) {
        var message = ModelInferRequest.newBuilder()
                .setModelName("test")
                .build()
                .toByteString()
                .concat(fields)
                .toByteArray();
        var wrapped = ByteString.copyFrom(message);
        var held = new AtomicLong();
        var before = THREADS.getCurrentThreadAllocatedBytes();

        read(wrapped, held);

        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as(what)
                .isLessThan((long) MULTIPLE * message.length + BASE);
    }

    @ParameterizedTest
    @CsvSource({"INT64, 28", "UINT32, 14", "BOOL, 4", "FP32, 8", "FP64, 16", "BYTES, 40"})
    void shouldTellHowMuchItsElementsTake(String type, int each) {
        var contents = InferTensorContents.newBuilder();
        switch (type) {
            case "INT64" -> contents.addAllInt64Contents(Collections.nCopies(COUNT, 0L));
            case "UINT32" -> contents.addAllUintContents(Collections.nCopies(COUNT, 0));
            case "BOOL" -> contents.addAllBoolContents(Collections.nCopies(COUNT, true));
            case "FP32" -> contents.addAllFp32Contents(Collections.nCopies(COUNT, 0f));
            case "FP64" -> contents.addAllFp64Contents(Collections.nCopies(COUNT, 0d));
            default -> contents.addAllBytesContents(Collections.nCopies(COUNT, ByteString.EMPTY));
        }
        var held = new AtomicLong();

        read(
                ModelInferRequest.newBuilder()
                        .setModelName("test")
                        .addInputs(InferInputTensor.newBuilder()
                                .setName("x")
                                .setDatatype(type)
                                .addShape(COUNT)
                                .setContents(contents))
                        .build()
                        .toByteString(),
                held);

        assertThat(held.get()).isBetween((long) each * COUNT, 2L * each * COUNT);
    }

    @Test
    void shouldTellOfRawElements() {
        var held = new AtomicLong();

        read(
                ModelInferRequest.newBuilder()
                        .setModelName("test")
                        .addInputs(InferInputTensor.newBuilder()
                                .setName("x")
                                .setDatatype("INT8")
                                .addShape(COUNT))
                        .addRawInputContents(ByteString.copyFrom(new byte[COUNT]))
                        .build()
                        .toByteString(),
                held);

        assertThat(held).hasValue(COUNT);
    }

    private static void read(ByteString message, AtomicLong held) {
        try {
            assertThat(new InferReader(OipLimits.DEFAULT)
                            .read(message, held::addAndGet)
                            .model()
                            .value())
                    .isEqualTo("test");
        } catch (InferenceException e) {
            assertThat(e.getMessage()).startsWith("the ");
        }
    }

    private static ByteString typed(String type, InferTensorContents.Builder contents) {
        return InferInputTensor.newBuilder()
                .setName("x")
                .setDatatype(type)
                .addShape(COUNT)
                .setContents(contents)
                .build()
                .toByteString();
    }

    /** The field {@code inputs} with that content. */
    private static ByteString input(ByteString content) {
        var length = new byte[] {
            0x2a,
            (byte) (content.size() | 0x80),
            (byte) (content.size() >> 7 | 0x80),
            (byte) (content.size() >> 14 & 0x7f)
        };
        return ByteString.copyFrom(length).concat(content);
    }

    private static ByteString repeated(byte[] field) {
        var bytes = new byte[field.length * COUNT];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = field[i % field.length];
        }
        return ByteString.copyFrom(bytes);
    }
}
