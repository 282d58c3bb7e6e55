package dev.tieline.devices.link;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** A broker that answers each kind of packet as a test wants, to provoke what a real one rarely does. */
final class ScriptedBroker implements AutoCloseable {
    static final int CONNECT = 1;
    static final int PUBLISH = 3;
    static final int SUBSCRIBE = 8;
    static final int PINGREQ = 12;

    private final ServerSocket server;
    private final Map<Integer, Function<byte[], byte[]>> answers = new HashMap<>();
    private final Map<Integer, Runnable> beginnings = new HashMap<>();
    private final AtomicInteger connections = new AtomicInteger();

    private ScriptedBroker(ServerSocket server) {
        this.server = server;
    }

    static ScriptedBroker create() {
        try {
            return new ScriptedBroker(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback interface", e);
        }
    }

    /** One that speaks TLS. */
    static ScriptedBroker create(SSLContext tls) throws IOException {
        return new ScriptedBroker(
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    /** Answers packets of a type, given their body, with the bytes of whole packets; none means silence. */
    ScriptedBroker on(int type, Function<byte[], byte[]> answer) {
        answers.put(type, answer);
        return this;
    }

    /** Runs when a packet of a type has begun to arrive, before anything more of it is read. */
    ScriptedBroker onBegin(int type, Runnable action) {
        beginnings.put(type, action);
        return this;
    }

    ScriptedBroker start() {
        Thread.ofVirtual().start(this::accept);
        return this;
    }

    URI uri() {
        return URI.create("mqtt://127.0.0.1:" + server.getLocalPort());
    }

    int connections() {
        return connections.get();
    }

    /** A CONNACK with a reason code and properties. */
    static byte[] connack(int code, int... properties) {
        var packet = new ByteArrayOutputStream();
        packet.write(0x20);
        packet.write(3 + properties.length);
        packet.write(0);
        packet.write(code);
        packet.write(properties.length);
        for (var property : properties) {
            packet.write(property);
        }
        return packet.toByteArray();
    }

    /** A PUBACK or SUBACK (by its first byte) for the packet id at an offset of the asking packet's body. */
    static byte[] ack(int firstByte, byte[] asked, int idOffset, int code) {
        return firstByte == 0x90
                ? new byte[] {(byte) 0x90, 4, asked[idOffset], asked[idOffset + 1], 0, (byte) code}
                : new byte[] {(byte) firstByte, 4, asked[idOffset], asked[idOffset + 1], (byte) code, 0};
    }

    static byte[] join(byte[]... packets) {
        var all = new ByteArrayOutputStream();
        for (var packet : packets) {
            all.writeBytes(packet);
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket client) {
        try (var socket = client) {
            var in = new DataInputStream(socket.getInputStream());
            while (true) {
                var type = in.readUnsignedByte() >> 4;
                beginnings.getOrDefault(type, () -> {}).run();
                var body = in.readNBytes(remainingLength(in));
                var answer = answers.getOrDefault(type, asked -> new byte[0]).apply(body);
                socket.getOutputStream().write(answer);
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private static int remainingLength(DataInputStream in) throws IOException {
        var value = 0;
        for (var shift = 0; ; shift += 7) {
            var digit = in.readUnsignedByte();
            value |= (digit & 0x7F) << shift;
            if (digit < 0x80) {
                return value;
            }
        }
    }
}
