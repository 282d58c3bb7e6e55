package dev.tieline.devices.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.ObjIntConsumer;

/** The bytes of an HTTP/2 connection (RFC 9113) as a client sends them, right or wrong. Each method adds a frame. */
public final class Http2Frames {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int PRIORITY = 2;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int CANCEL = 8;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A connection that begins as it should, on which so much of an answer may come before its caller says more. */
    public static Http2Frames preface(int window) {
        var frames = new Http2Frames();
        frames.bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return frames.settings(window);
    }

    /** More of a connection that has begun. */
    public static Http2Frames more() {
        return new Http2Frames();
    }

    /** Says the same on so many streams, one after the other: the first of a caller, whose numbers are odd. */
    public Http2Frames onEach(int streams, ObjIntConsumer<Http2Frames> what) {
        for (int i = 0; i < streams; i++) {
            what.accept(this, 2 * i + 1);
        }
        return this;
    }

    /** How much of an answer may come before its caller says more, on all streams. */
    public Http2Frames settings(int window) {
        return frame(SETTINGS, 0, 0, new byte[] {
            0, INITIAL_WINDOW_SIZE, (byte) (window >> 24), (byte) (window >> 16), (byte) (window >> 8), (byte) window
        });
    }

    public Http2Frames get(int stream, String path) {
        return frame(HEADERS, END_STREAM | END_HEADERS, stream, head((byte) 0x82, path));
    }

    /** The head of a request whose body never comes. */
    public Http2Frames post(int stream, String path) {
        return frame(HEADERS, END_HEADERS, stream, head((byte) 0x83, path));
    }

    /** The head of a call over gRPC, whose messages are to follow, compressed or not. */
    public Http2Frames call(int stream, String method, boolean compressed) {
        var block = new ByteArrayOutputStream();
        block.writeBytes(head((byte) 0x83, method));
        field(block, "content-type", "application/grpc");
        field(block, "te", "trailers");
        if (compressed) {
            field(block, "grpc-encoding", "gzip");
        }
        return frame(HEADERS, END_HEADERS, stream, block.toByteArray());
    }

    /** The beginning of a head that goes on. */
    public Http2Frames beginHead(int stream, String path) {
        return frame(HEADERS, END_STREAM, stream, head((byte) 0x82, path));
    }

    /** More of a head, which goes on: a field that is not to be remembered. */
    public Http2Frames goOn(int stream, String name, String value) {
        var block = new ByteArrayOutputStream();
        field(block, name, value);
        return frame(CONTINUATION, 0, stream, block.toByteArray());
    }

    public Http2Frames data(int stream, byte[] body) {
        return frame(DATA, END_STREAM, stream, body);
    }

    /** Some of a body, more of which may follow. */
    public Http2Frames someData(int stream, byte[] body) {
        return frame(DATA, 0, stream, body);
    }

    public Http2Frames reset(int stream) {
        return frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
    }

    public Http2Frames priority(int stream) {
        return frame(PRIORITY, 0, stream, new byte[5]);
    }

    public Http2Frames goAway() {
        return frame(GOAWAY, 0, 0, new byte[8]);
    }

    public Http2Frames ping() {
        return frame(PING, 0, 0, new byte[8]);
    }

    public Http2Frames emptySettings() {
        return frame(SETTINGS, 0, 0, new byte[0]);
    }

    public byte[] toByteArray() {
        return bytes.toByteArray();
    }

    private Http2Frames frame(int type, int flags, int stream, byte[] payload) {
        bytes.write(payload.length >> 16);
        bytes.write(payload.length >> 8);
        bytes.write(payload.length);
        bytes.write(type);
        bytes.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes.write(stream >> shift);
        }
        bytes.writeBytes(payload);
        return this;
    }

    /** By the static table of RFC 7541: a method, http, a path and an authority. */
    private static byte[] head(byte method, String path) {
        var block = new ByteArrayOutputStream();
        block.write(method);
        block.write(0x86);
        block.write(0x04);
        write(block, path);
        block.write(0x01);
        write(block, "localhost");
        return block.toByteArray();
    }

    /** A field that is not to be remembered. */
    private static void field(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        write(block, name);
        write(block, value);
    }

    /** A text of at most 126 characters, as it is. */
    private static void write(ByteArrayOutputStream block, String text) {
        block.write(text.length());
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
