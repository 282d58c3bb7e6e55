package dev.tieline.edge.endpoint.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;

/** The bytes of a connection that were read and may not go on yet, in their order. On its event loop. */
final class Held {
    /** Of so few bytes, more may be read: the end of a connection is only seen by reading. */
    static final int LITTLE = 4 << 10;

    private final Deque<ByteBuf> pieces = new ArrayDeque<>();
    private int bytes;

    /** How many there are. */
    int bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Whether there are few of them. */
    boolean little() {
        return bytes <= LITTLE;
    }

    /** Adds what has come and releases it in the end. Few bytes become one piece, since a piece has room for more. */
    void add(ByteBuf piece, ByteBufAllocator allocator) {
        int length = piece.readableBytes();
        if (bytes == 0 || !little() || length > LITTLE) {
            pieces.add(piece);
            bytes += length;
            return;
        }
        var one = allocator.buffer(bytes + length);
        pieces.forEach(one::writeBytes);
        one.writeBytes(piece);
        piece.release();
        drop();
        pieces.add(one);
        bytes = one.readableBytes();
    }

    /** The first piece. */
    ByteBuf first() {
        return pieces.element();
    }

    /** Takes so many bytes, which are at most those of the first piece. */
    ByteBuf take(int length) {
        var first = pieces.element();
        bytes -= length;
        return length == first.readableBytes() ? pieces.remove() : first.readRetainedSlice(length);
    }

    /** Releases all of them. */
    void drop() {
        pieces.forEach(ByteBuf::release);
        pieces.clear();
        bytes = 0;
    }
}
