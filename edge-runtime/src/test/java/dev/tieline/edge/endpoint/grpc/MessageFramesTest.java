package dev.tieline.edge.endpoint.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceError.TooLarge;
import dev.tieline.models.infer.InferenceException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageFramesTest {
    private static final int LIMIT = 200_000;

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveTheSameMessagesHoweverTheBytesCome(long seed) {
        var random = new Random(seed);
        var messages = messages(random);
        var body = new ByteArrayOutputStream();
        messages.forEach(message -> body.writeBytes(framed(message)));

        var read = read(new MessageFrames(LIMIT), body.toByteArray(), random);

        assertThat(read).as("seed %d", seed).hasSameSizeAs(messages);
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i).bytes()).as("seed %d", seed).isEqualTo(messages.get(i));
        }
    }

    @Test
    void shouldSayWhetherAMessageIsUnderWay() {
        var frames = new MessageFrames(LIMIT);
        frames.feed(new byte[] {0, 0, 0});
        frames.next();
        assertThat(frames.inside()).isTrue();

        frames.feed(new byte[] {0, 0});

        assertThat(frames.next())
                .hasValueSatisfying(frame -> assertThat(frame.bytes()).isEmpty());
        assertThat(frames.inside()).isFalse();
        assertThat(frames.pending()).isFalse();
    }

    @Test
    void shouldSayThatAMessageIsCompressed() {
        var frames = new MessageFrames(LIMIT);

        frames.feed(new byte[] {1, 0, 0, 0, 1, 42});

        assertThat(frames.next().map(MessageFrame::compressed)).contains(true);
    }

    @Test
    void shouldReadOverAMessageThatNobodyWants() {
        var frames = new MessageFrames(LIMIT);
        frames.discard();
        frames.feed(framed(new byte[100_000]));
        frames.feed(framed(new byte[] {7}));

        var discarded = frames.next();
        var next = frames.next();

        assertThat(discarded)
                .hasValueSatisfying(frame -> assertThat(frame.bytes()).isEmpty());
        assertThat(next).hasValueSatisfying(frame -> assertThat(frame.bytes()).containsExactly(7));
    }

    @Test
    void shouldTakeNoMoreMemoryThanHasCome() {
        var frames = new MessageFrames(LIMIT);
        frames.feed(ByteBuffer.allocate(6).put((byte) 0).putInt(LIMIT).array());

        var message = frames.next();

        assertThat(message).isEmpty();
        assertThat(frames.bytes()).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldRefuseAMessageOverTheLimitBeforeItComes() {
        var frames = new MessageFrames(1_000);
        frames.feed(ByteBuffer.allocate(5).put((byte) 0).putInt(1_001).array());

        assertThatThrownBy(frames::next)
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error())
                                .isEqualTo(new TooLarge("The message has 1001 bytes; the limit is 1000.")));
    }

    @Test
    void shouldReadALengthAsAPositiveNumber() {
        var frames = new MessageFrames(1_000);
        frames.feed(new byte[] {0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff});

        assertThatThrownBy(frames::next).hasMessageContaining("4294967295");
    }

    @Test
    void shouldRefuseAHeadThatIsNone() {
        var frames = new MessageFrames(1_000);
        frames.feed("POST /".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThatThrownBy(frames::next)
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.error()).isInstanceOf(InvalidRequest.class))
                .hasMessageContaining("begins with 80");
    }

    private static List<byte[]> messages(Random random) {
        var messages = new ArrayList<byte[]>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            var message = new byte[random.nextBoolean() ? random.nextInt(20) : random.nextInt(LIMIT)];
            random.nextBytes(message);
            messages.add(message);
        }
        return messages;
    }

    private static List<MessageFrame> read(MessageFrames frames, byte[] body, Random random) {
        var read = new ArrayList<MessageFrame>();
        int at = 0;
        while (at < body.length) {
            int end = Math.min(body.length, at + 1 + random.nextInt(random.nextBoolean() ? 7 : 50_000));
            frames.feed(Arrays.copyOfRange(body, at, end));
            at = end;
            for (Optional<MessageFrame> next = frames.next(); next.isPresent(); next = frames.next()) {
                read.add(next.get());
            }
        }
        return read;
    }

    private static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }
}
