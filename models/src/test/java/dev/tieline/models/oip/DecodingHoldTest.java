package dev.tieline.models.oip;

import static dev.tieline.models.oip.Bodies.CODEC;
import static dev.tieline.models.oip.Bodies.TOY;
import static dev.tieline.models.oip.Bodies.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.tieline.models.infer.InferenceError.Overloaded;
import dev.tieline.models.infer.InferenceException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What elements take is asked for before it is taken. */
class DecodingHoldTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int COUNT = 1_000_000;

    @ParameterizedTest
    @CsvSource({"INT64, 0, 8000000", "FP64, 0, 8000000", "INT32, 0, 4000000", "BOOL, 0, 1000000"})
    void shouldTellHowMuchItsElementsTake(String type, String element, long bytes) {
        var held = new AtomicLong();

        decode(list(type, element), held);

        assertThat(held).hasValue(bytes);
    }

    @Test
    void shouldTellHowMuchTextsTakeAsTheyGrow() {
        var held = new AtomicLong();

        decode(list("BYTES", "\"\""), held);

        assertThat(held.get()).isBetween(4L * COUNT, 8L * COUNT);
    }

    @Test
    void shouldTellOfBinaryElementsToo() {
        var json = "{\"inputs\":[{\"name\":\"x\",\"shape\":[4],\"datatype\":\"INT8\","
                + "\"parameters\":{\"binary_data_size\":4}}]}";
        var body = ByteBuffer.wrap((json + "abcd").getBytes(StandardCharsets.UTF_8));
        var held = new AtomicLong();

        CODEC.decodeRequest(TOY, null, body, json.length(), null, held::addAndGet);

        assertThat(held).hasValue(4);
    }

    @Test
    void shouldTakeNothingForElementsThatHaveNoRoom() {
        var body = ByteBuffer.wrap(list("INT64", "0").getBytes(StandardCharsets.UTF_8));
        var before = THREADS.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(() -> CODEC.decodeRequest(TOY, null, body, null, null, bytes -> {
                    throw new Overloaded("no room", Duration.ofSeconds(1), null).asException();
                }))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("no room");

        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(4L * COUNT);
    }

    private static void decode(String json, AtomicLong held) {
        var body = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
        var unused = CODEC.decodeRequest(TOY, null, body, null, null, held::addAndGet);
    }

    private static String list(String type, String element) {
        return input(type, "[" + COUNT + "]", "[" + (element + ",").repeat(COUNT - 1) + element + "]");
    }
}
