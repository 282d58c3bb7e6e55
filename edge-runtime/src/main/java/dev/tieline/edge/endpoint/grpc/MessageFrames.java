package dev.tieline.edge.endpoint.grpc;

import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceError.TooLarge;
import dev.tieline.models.infer.InferenceException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * Takes the body of a call apart into its messages: each is a byte that says whether it is compressed, its length in 4
 * bytes, big-endian, and as many bytes (grpc/grpc, {@code doc/PROTOCOL-HTTP2.md}).
 *
 * <p>Nothing of the length is believed: memory grows with the bytes that have come. Not thread-safe.
 */
final class MessageFrames {
    private static final int HEAD = 5;
    private static final byte[] NOTHING = new byte[0];

    private final int maxBytes;
    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private int read;
    private final byte[] head = new byte[HEAD];
    private int headBytes;
    private byte[] body = NOTHING;
    private int bodyBytes;
    private int length;
    private boolean kept = true;

    /** Frames of messages that are at most so long. */
    MessageFrames(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds bytes that have come, which are not written to from then on. */
    void feed(byte[] chunk) {
        if (chunk.length > 0) {
            chunks.add(chunk);
        }
    }

    /** Whether some byte is there of a message that {@link #next} has not given. */
    boolean pending() {
        return inside() || !chunks.isEmpty();
    }

    /** Whether some byte of the next message was read, and not all of them have come. */
    boolean inside() {
        return headBytes > 0;
    }

    /** How many bytes of memory the next message takes by now. */
    int bytes() {
        return body.length;
    }

    /** Reads over the rest of the next message: it comes out empty. */
    void discard() {
        kept = false;
        body = NOTHING;
    }

    /**
     * The next message; nothing if it is not complete.
     *
     * @throws InferenceException if it is too long or its head is none; nothing can be read after it
     */
    Optional<MessageFrame> next() {
        while (headBytes < HEAD) {
            if (!readHead()) {
                return Optional.empty();
            }
        }
        while (bodyBytes < length) {
            if (!readBody()) {
                return Optional.empty();
            }
        }
        var frame = new MessageFrame(head[0] == 1, kept ? body : NOTHING);
        headBytes = 0;
        bodyBytes = 0;
        body = NOTHING;
        kept = true;
        return Optional.of(frame);
    }

    private boolean readHead() {
        var chunk = chunks.peek();
        if (chunk == null) {
            return false;
        }
        int taken = Math.min(HEAD - headBytes, chunk.length - read);
        System.arraycopy(chunk, read, head, headBytes, taken);
        headBytes += taken;
        take(chunk, taken);
        if (headBytes == HEAD) {
            length = checkedLength();
        }
        return true;
    }

    private boolean readBody() {
        var chunk = chunks.peek();
        if (chunk == null) {
            return false;
        }
        int taken = Math.min(length - bodyBytes, chunk.length - read);
        if (kept) {
            if (bodyBytes + taken > body.length) {
                body = Arrays.copyOf(body, (int) Math.min(length, Math.max(bodyBytes + taken, body.length * 2L)));
            }
            System.arraycopy(chunk, read, body, bodyBytes, taken);
        }
        bodyBytes += taken;
        take(chunk, taken);
        return true;
    }

    private void take(byte[] chunk, int bytes) {
        read += bytes;
        if (read == chunk.length) {
            chunks.remove();
            read = 0;
        }
    }

    private int checkedLength() {
        if (head[0] != 0 && head[0] != 1) {
            throw new InvalidRequest("A message begins with 0, or with 1 if it is compressed, and this one begins with "
                            + Byte.toUnsignedInt(head[0]) + ".")
                    .asException();
        }
        long said = 0;
        for (int i = 1; i < HEAD; i++) {
            said = said << Byte.SIZE | Byte.toUnsignedLong(head[i]);
        }
        if (said > maxBytes) {
            throw new TooLarge("The message has " + said + " bytes; the limit is " + maxBytes + ".").asException();
        }
        return (int) said;
    }
}
