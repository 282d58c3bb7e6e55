package dev.tieline.models.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Direct buffers that wait for their next use, by power of two. It keeps at most a given number of bytes; a buffer that
 * comes back when it is full is left to the garbage collector. Thread-safe.
 */
final class BufferPool {
    /** What the wide vector instructions of the CPU like. */
    private static final int ALIGNMENT = 64;

    private static final int SMALLEST_BITS = 8;

    private final long maxBytes;
    private final AtomicLong kept = new AtomicLong();
    private final ConcurrentLinkedDeque<ByteBuffer>[] waiting;

    BufferPool(long maxBytes) {
        this.maxBytes = maxBytes;
        this.waiting = deques();
    }

    /** A buffer with at least so many bytes, aligned, its limit at that many. Give back this very object. */
    ByteBuffer take(int bytes) {
        var bits = bits(bytes);
        var pooled = bits < waiting.length ? waiting[bits].pollFirst() : null;
        if (pooled != null) {
            kept.addAndGet(-pooled.capacity());
            return pooled.clear().limit(bytes);
        }
        var capacity = bits < waiting.length ? 1 << bits : bytes;
        return ByteBuffer.allocateDirect(Math.addExact(capacity, ALIGNMENT))
                .alignedSlice(ALIGNMENT)
                .limit(capacity)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .limit(bytes);
    }

    void giveBack(ByteBuffer buffer) {
        var bits = bits(buffer.capacity());
        if (bits >= waiting.length) {
            return;
        }
        if (kept.addAndGet(buffer.capacity()) > maxBytes) {
            kept.addAndGet(-buffer.capacity());
        } else {
            waiting[bits].offerFirst(buffer);
        }
    }

    /** Bytes that wait for their next use. */
    long keptBytes() {
        return kept.get();
    }

    private static int bits(int bytes) {
        return Math.max(SMALLEST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(bytes, 1) - 1));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ConcurrentLinkedDeque<ByteBuffer>[] deques() {
        return IntStream.range(0, Integer.SIZE - 1)
                .mapToObj(bits -> new ConcurrentLinkedDeque<ByteBuffer>())
                .toArray(ConcurrentLinkedDeque[]::new);
    }
}
