package dev.tieline.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server of bytes: reads a request on each connection, plays a script, and then waits for the client to leave. */
final class RawNode implements AutoCloseable {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int SECONDS = 30;

    private final ServerSocket server;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);

    /** What is done once a request is there; the number of the connection counts from 1. */
    interface Script {
        void play(Socket socket, int connection) throws IOException;
    }

    RawNode(Script script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var unused = Thread.ofVirtual().start(this::accept);
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    int connections() {
        return sockets.size();
    }

    /** Waits until a request is there. */
    void awaitAsked() throws InterruptedException {
        if (!asked.await(SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no request came within " + SECONDS + " s");
        }
    }

    /** Waits until the client has ended a connection on which it had asked. */
    void awaitLeft() throws InterruptedException {
        if (!left.await(SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the client kept its connection for " + SECONDS + " s");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                sockets.add(socket);
                int number = sockets.size();
                var unused = Thread.ofVirtual().start(() -> serve(socket, number));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            readRequest(socket);
            asked.countDown();
            script.play(socket, number);
            awaitEnd(socket);
        } catch (IOException e) {
            // the connection is gone, which awaitEnd sees as its end too
        }
        left.countDown();
    }

    private static void awaitEnd(Socket socket) throws IOException {
        while (!socket.isClosed() && socket.getInputStream().read() >= 0) {
            // what else the client sends does not matter
        }
    }

    private static void readRequest(Socket socket) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith(END_OF_HEAD)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the client left before its request was there");
            }
            head.write(next);
        }
        var length = head.toString(StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, "Content-Length:".length()))
                .mapToInt(line -> Integer.parseInt(
                        line.substring("Content-Length:".length()).strip()))
                .sum();
        socket.getInputStream().skipNBytes(length);
    }
}
