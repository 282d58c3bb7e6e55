package dev.tieline.edge.endpoint.http;

import dev.tieline.models.generated.EndlessModel;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** A caller on one connection, which sends what the test says when it says so, and can go at any moment. */
final class RawCaller implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("content-length: ([0-9]+)");
    private static final String PATH = "/v2/models/test/infer";

    private final Socket socket;
    private final InputStream answers;

    RawCaller(int port) throws IOException {
        this(port, 1 << 16);
    }

    /** @param receiveBuffer about how many bytes of answers may wait with the caller */
    RawCaller(int port, int receiveBuffer) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(60_000);
        answers = new BufferedInputStream(socket.getInputStream());
    }

    /** One answer: its head in lower case, and its body. */
    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }
    }

    /** Asks for a run that ends only when it is stopped. */
    void askForEver() throws IOException {
        ask(body(EndlessModel.FOR_EVER));
    }

    void ask(String body) throws IOException {
        head(body.length());
        send(body);
    }

    void head(int length) throws IOException {
        send("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n");
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A request for so many rounds of the model. */
    static String body(long rounds) {
        return """
                {"inputs":[{"name":"rounds","shape":[1],"datatype":"INT64","data":[%d]},
                {"name":"x","shape":[1],"datatype":"INT64","data":[1]}]}""".formatted(rounds);
    }

    Answer answer() throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = answers.read();
            if (next < 0) {
                throw new EOFException("the connection ended after: " + head);
            }
            head.write(next);
        }
        var text = head.toString(StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        var length = LENGTH.matcher(text);
        if (!length.find()) {
            throw new IOException("the answer does not say how long it is: " + text);
        }
        return new Answer(
                text, new String(answers.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8));
    }

    /** Goes, whatever is under way. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
