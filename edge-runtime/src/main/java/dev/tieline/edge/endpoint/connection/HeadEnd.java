package dev.tieline.edge.endpoint.connection;

import io.netty.buffer.ByteBuf;

/** Finds the empty line that ends the head of a request over HTTP/1, in bytes that come piece by piece. */
final class HeadEnd {
    private int line;
    private boolean begun;
    private boolean found;

    /** How many of the next bytes belong to the head, its end included: at most as many as there are and as are wanted. */
    int find(ByteBuf bytes, int most) {
        int length = Math.min(bytes.readableBytes(), most);
        found = false;
        for (int i = 0; i < length; i++) {
            byte next = bytes.getByte(bytes.readerIndex() + i);
            if (next == '\n') {
                found = begun && line == 0; // empty lines may come before it
                begun = !found && (begun || line > 0);
                line = 0;
                if (found) {
                    return i + 1;
                }
            } else if (next != '\r') {
                line++;
            }
        }
        return length;
    }

    /** Whether it ended there. */
    boolean found() {
        return found;
    }
}
