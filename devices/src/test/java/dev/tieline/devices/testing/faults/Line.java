package dev.tieline.devices.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;

/** Both ends of connections through a proxy, as plain sockets: the test is the client and the broker. */
final class Line implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final ServerSocket broker;
    private final FaultProxy proxy;
    private final Deque<End> ends = new ArrayDeque<>();

    /** One end of a connection. */
    record End(Socket socket, Deque<Frame> received, FrameParser parser, TopicAliases aliases) {

        private End(Socket socket) throws IOException {
            this(socket, new ArrayDeque<>(), new FrameParser(), new TopicAliases());
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
        }

        End send(byte[]... packets) throws IOException {
            for (var packet : packets) {
                socket.getOutputStream().write(packet);
            }
            return this;
        }

        /** Waits for the next packet. @throws EOFException if there is none */
        Frame receive() throws IOException {
            var chunk = new byte[8_192];
            while (received.isEmpty()) {
                int length = socket.getInputStream().read(chunk);
                if (length < 0) {
                    throw new EOFException("the other side closed the connection");
                }
                received.addAll(parser.feed(chunk, length));
            }
            return aliases.named(received.remove());
        }

        String receiveTopic() throws IOException {
            return receive().topic().orElseThrow();
        }
    }

    Line() throws IOException {
        broker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        broker.setSoTimeout(PATIENCE_MILLIS);
        proxy = FaultProxy.before(broker.getLocalPort());
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** A client's end of a new connection. */
    End connect() throws IOException {
        return kept(new End(new Socket(InetAddress.getLoopbackAddress(), proxy.port())));
    }

    /** The broker's end of the next connection that reaches it. */
    End accept() throws IOException {
        return kept(new End(broker.accept()));
    }

    /** Nobody listens at the broker's port any more. */
    void endBroker() throws IOException {
        broker.close();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        broker.close();
        for (var end : ends) {
            end.socket().close();
        }
        assertThat(proxy.connections()).isZero();
    }

    private End kept(End end) {
        ends.add(end);
        return end;
    }
}
