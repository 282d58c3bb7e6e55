package dev.tieline.edge.endpoint.grpc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.policy.testing.Fuzzed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of a call: their messages, and what these are before they were compressed. */
class MessageFramesFuzzTest {
    private static final int MAX_BYTES = 1 << 20;
    private static final int BEGINNING = 100;

    private static final List<String> ENCODINGS = List.of("", "identity", "gzip", "deflate", "br");
    private static final int GZIP = 2;
    private static final int DEFLATE = 3;

    /** How the bytes come, and the bytes. */
    static Stream<byte[]> calls() {
        return Stream.of(
                new byte[] {1, 0, 0, 0, 0, 3, 'a', 'b', 'c', 1, 0, 0, 0, 2, 'd', 'e'},
                new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 9, 'a'},
                new byte[] {3, 0, 0, 16, 0, 0},
                new byte[] {4, 0, 0, 16, 0, 1},
                new byte[] {5, 2, 0, 0, 0, 0});
    }

    /** The encoding and the message. */
    static Stream<byte[]> messages() {
        var text = "a message. ".repeat(50).getBytes(StandardCharsets.US_ASCII);
        return Stream.of(
                message(0, text),
                message(1, text),
                message(GZIP, compressed(GZIP, text)),
                message(DEFLATE, compressed(DEFLATE, text)),
                message(GZIP, compressed(GZIP, new byte[MAX_BYTES + 1])));
    }

    @MethodSource("calls")
    @FuzzTest
    void shouldFindTheSameMessagesHoweverTheBytesCome(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var call = Arrays.copyOfRange(bytes, 1, bytes.length);

        var atOnce = Fuzzed.decode(bytes.length, NeverThrown.class, () -> found(List.of(call)));
        var inChunks = Fuzzed.decode(bytes.length, NeverThrown.class, () -> found(chunks(call, bytes[0])));

        Fuzzed.same(atOnce, inChunks);
    }

    @MethodSource("messages")
    @FuzzTest
    void shouldExpandOrRefuseAnyMessage(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var encoding = ENCODINGS.get(Byte.toUnsignedInt(bytes[0]) % ENCODINGS.size());
        var message = Arrays.copyOfRange(bytes, 1, bytes.length);

        var expanded = Fuzzed.decode(bytes.length, InferenceException.class, () -> expanded(encoding, message));
        var beginning = Fuzzed.decode(bytes.length, InferenceException.class, () -> beginning(encoding, message));

        expanded.ifPresent(plain -> {
            Fuzzed.same(plain.remaining() <= MAX_BYTES, true);
            var begun = beginning.orElseThrow();
            Fuzzed.same(begun, plain.slice(0, begun.remaining()));
        });
    }

    @MethodSource("messages")
    @FuzzTest
    void shouldExpandWhatWasCompressed(byte[] bytes) {
        for (int encoding : new int[] {GZIP, DEFLATE}) {
            Fuzzed.same(expanded(ENCODINGS.get(encoding), compressed(encoding, bytes)), ByteBuffer.wrap(bytes));
        }
    }

    /** What the bytes of a call are taken for: its messages, and how it ends. */
    private record Found(List<Boolean> compressed, List<ByteBuffer> messages, String end) {}

    private static Found found(List<byte[]> chunks) {
        var frames = new MessageFrames(MAX_BYTES);
        var compressed = new ArrayList<Boolean>();
        var messages = new ArrayList<ByteBuffer>();
        try {
            for (var chunk : chunks) {
                frames.feed(chunk);
                for (var next = frames.next(); next.isPresent(); next = frames.next()) {
                    compressed.add(next.get().compressed());
                    messages.add(ByteBuffer.wrap(next.get().bytes()));
                }
            }
            return new Found(compressed, messages, "inside a message: " + frames.inside() + " " + frames.pending());
        } catch (InferenceException e) {
            return new Found(compressed, messages, e.error().message());
        }
    }

    private static List<byte[]> chunks(byte[] call, long seed) {
        var random = new SplittableRandom(seed);
        var chunks = new ArrayList<byte[]>();
        for (int from = 0; from < call.length; ) {
            int to = Math.min(call.length, from + random.nextInt(1 << random.nextInt(10)));
            chunks.add(Arrays.copyOfRange(call, from, to));
            from = to;
        }
        return chunks;
    }

    private static ByteBuffer expanded(String encoding, byte[] message) {
        return frame(encoding, message)
                .plain(orNull(encoding), MAX_BYTES, held -> {})
                .asReadOnlyByteBuffer();
    }

    private static ByteBuffer beginning(String encoding, byte[] message) throws IOException {
        var first = frame(encoding, message).beginning(orNull(encoding), BEGINNING);
        var bytes = new byte[BEGINNING];
        int length = 0;
        while (!first.isAtEnd()) {
            bytes[length++] = first.readRawByte();
        }
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /** Without an encoding it is not compressed. */
    private static MessageFrame frame(String encoding, byte[] message) {
        return new MessageFrame(!encoding.isEmpty(), message);
    }

    private static @Nullable String orNull(String encoding) {
        return encoding.isEmpty() ? null : encoding;
    }

    private static byte[] message(int encoding, byte[] bytes) {
        return ByteBuffer.allocate(1 + bytes.length)
                .put((byte) encoding)
                .put(bytes)
                .array();
    }

    private static byte[] compressed(int encoding, byte[] bytes) {
        var target = new ByteArrayOutputStream();
        try (var compressing = compressing(encoding, target)) {
            compressing.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail, and it did", e);
        }
        return target.toByteArray();
    }

    private static OutputStream compressing(int encoding, OutputStream target) throws IOException {
        return encoding == GZIP ? new GZIPOutputStream(target) : new DeflaterOutputStream(target);
    }

    /** Nothing may be thrown at all. */
    private static final class NeverThrown extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
