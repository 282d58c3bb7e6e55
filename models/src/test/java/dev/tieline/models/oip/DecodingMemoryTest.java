package dev.tieline.models.oip;

import static dev.tieline.models.oip.Bodies.CODEC;
import static dev.tieline.models.oip.Bodies.TOY;
import static dev.tieline.models.oip.Bodies.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tieline.models.infer.InferenceException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However a body is made, decoding it takes no more memory than a small multiple of its length. */
class DecodingMemoryTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int COUNT = 200_000;
    private static final int MULTIPLE = 12;
    /** What any decoding takes, class loading of a first one included. */
    private static final int BASE = 2 << 20;

    static Stream<Arguments> bodies() {
        var zeros = "0,".repeat(COUNT) + "0";
        var shape = "[" + (COUNT + 1) + "]";
        return Stream.of(
                Arguments.of("doubles of one digit", input("FP64", shape, "[" + zeros + "]")),
                Arguments.of("floats with an exponent", input("FP32", shape, "[" + zeros.replace("0", "1e5") + "]")),
                Arguments.of(
                        "doubles of many digits",
                        input("FP64", shape, "[" + zeros.replace("0", "0.12345678901234567") + "]")),
                Arguments.of("empty texts", input("BYTES", shape, "[" + zeros.replace("0", "\"\"") + "]")),
                Arguments.of("texts of one escape", input("BYTES", shape, "[" + zeros.replace("0", "\"\\n\"") + "]")),
                Arguments.of("one long text", input("BYTES", "[1]", "[\"" + "x".repeat(COUNT) + "\\n\"]")),
                Arguments.of(
                        "lists within lists",
                        input("INT8", "[" + COUNT + ",1]", "[[0]" + ",[0]".repeat(COUNT - 1) + "]")),
                Arguments.of("a shape that lies", input("FP64", "[400000]", "[" + zeros + "]")),
                Arguments.of("an unknown value", "{\"x\":[" + "{\"a\":[]},".repeat(COUNT) + "0]}"),
                Arguments.of(
                        "data before its shape",
                        "{\"inputs\":[{\"name\":\"x\",\"data\":[" + zeros + "],\"datatype\":\"INT64\"," + "\"shape\":"
                                + shape + "}]}"),
                Arguments.of("one number", input("INT64", "[1]", "[" + "9".repeat(COUNT) + "]")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void shouldTakeASmallMultipleOfTheBody(String what, String json) {
        var body = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
        var before = THREADS.getCurrentThreadAllocatedBytes();

        decode(body);

        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as(what)
                .isLessThan((long) MULTIPLE * body.remaining() + BASE);
    }

    private static void decode(ByteBuffer body) {
        try {
            CODEC.decodeRequest(TOY, null, body, null, null);
        } catch (InferenceException e) {
            assertThat(e.getMessage()).startsWith("the JSON ");
        }
    }
}
