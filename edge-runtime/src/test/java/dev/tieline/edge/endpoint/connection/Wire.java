package dev.tieline.edge.endpoint.connection;

import dev.tieline.devices.testing.Http2Frames;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection of a caller that writes and reads what the test says when it says so. */
final class Wire implements AutoCloseable {
    static final int RST_STREAM = 3;
    static final int PING = 6;
    static final int GOAWAY = 7;

    private final Socket socket = new Socket();
    private final InputStream in;

    Wire(int port) throws IOException {
        socket.setReceiveBufferSize(8 << 10);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void get(String path) throws IOException {
        say("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    /** Asks for it, and to go on in HTTP/2. */
    void upgrade(String path) throws IOException {
        say("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                + "HTTP2-Settings: AAMAAABk\r\n\r\n");
    }

    void say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    void say(Http2Frames frames) throws IOException {
        socket.getOutputStream().write(frames.toByteArray());
    }

    /** The next HTTP/2 frame of that type. */
    Frame awaitFrame(int type) throws IOException {
        var data = new DataInputStream(in);
        while (true) {
            int length = data.readUnsignedByte() << 16 | data.readUnsignedShort();
            int its = data.readUnsignedByte();
            data.readByte();
            var frame = new Frame(data.readInt(), Buffer.buffer(in.readNBytes(length)));
            if (its == type) {
                return frame;
            }
        }
    }

    /** A frame of HTTP/2. */
    record Frame(int stream, Buffer payload) {}

    /** The head of the next answer. */
    String head() throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended after: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /** So many bytes, or as many as there are before the end. */
    byte[] bytes(int most) throws IOException {
        return in.readNBytes(most);
    }

    String text(int most) throws IOException {
        return new String(bytes(most), StandardCharsets.US_ASCII);
    }

    /** Goes without a word. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
