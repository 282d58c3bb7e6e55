package dev.tieline.e2e;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP/1.1 connection, on which a test writes what it likes. */
final class RawConnection implements AutoCloseable {

    /** A response; header names in lower case. */
    record Response(int status, Map<String, String> headers, String body) {}

    private final Socket socket;

    RawConnection(URI server) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
        socket.setSoTimeout(Math.toIntExact(Eventually.PATIENCE.toMillis()));
    }

    /** Writes a head; lines end as HTTP wants them, and an empty line ends it. */
    void head(String... lines) throws IOException {
        write(String.join("\r\n", lines) + "\r\nHost: localhost\r\n\r\n");
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Writes one chunk of a chunked body; the empty one ends it. */
    void chunk(String text) throws IOException {
        var length = text.getBytes(StandardCharsets.UTF_8).length;
        write(Integer.toHexString(length) + "\r\n" + text + "\r\n");
    }

    /** Reads a response that has a body unless its length is not told. */
    Response response() throws IOException {
        var response = responseHead();
        var length = Integer.parseInt(response.headers().getOrDefault("content-length", "0"));
        var body = new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
        return new Response(response.status(), response.headers(), body);
    }

    /** Reads a response that has no body, whatever its headers say, such as one to HEAD. */
    Response responseHead() throws IOException {
        var status = Integer.parseInt(line().split(" ", 3)[1]);
        var headers = new TreeMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Response(status, headers, "");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        InputStream in = socket.getInputStream();
        var bytes = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection after '" + bytes + "'");
            }
            if (next != '\r') {
                bytes.write(next);
            }
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }
}
