package dev.tieline.bench.overload;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A server on loopback that does with the n-th request, counted from 1, what a script says. */
final class ScriptedServer implements AutoCloseable {
    /** As the script's word: hang up. */
    static final String HANG_UP = "hang up";
    /** As the script's word: say nothing. */
    static final String SILENCE = "";

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    static final String BUSY = "HTTP/1.1 503 No\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n";

    private final ServerSocket socket;
    private final IntFunction<String> script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    ScriptedServer(IntFunction<String> script) throws IOException {
        this.script = script;
        socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    int requests() {
        return requests.get();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (var each : open) {
            each.close();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var accepted = socket.accept();
                connections.incrementAndGet();
                open.add(accepted);
                Thread.ofVirtual().start(() -> serve(accepted));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in = new BufferedInputStream(client.getInputStream());
            while (request(in)) {
                var word = script.apply(requests.incrementAndGet());
                if (word.equals(HANG_UP)) {
                    return;
                }
                client.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The client hung up.
        }
    }

    /** Reads to the empty line; requests here have no body. */
    private static boolean request(InputStream in) throws IOException {
        for (int last = 0; ; ) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            last = next == '\n' ? last + 1 : next == '\r' ? last : 0;
            if (last == 2) {
                return true;
            }
        }
    }
}
