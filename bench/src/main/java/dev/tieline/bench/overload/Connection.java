package dev.tieline.bench.overload;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** A connection to the node that is kept open and carries one request at a time. For one thread. */
final class Connection {
    /** That it carries nothing. */
    static final int NOTHING = -1;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ResponseReader reader = new ResponseReader();
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private int carried = NOTHING;

    private Connection(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /** Begins to connect; a request may be given to it at once. */
    static Connection open(int port, Selector selector) throws IOException {
        var channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var connected = channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            var key = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
            var connection = new Connection(channel, key);
            key.attach(connection);
            return connection;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The number of the request that it carries, or {@link #NOTHING}. */
    int carried() {
        return carried;
    }

    /** Sends a request as far as the system takes it now, and the rest when {@link #advance} is called. */
    void send(int number, ByteBuffer request) throws IOException {
        carried = number;
        unsent = request;
        if (channel.isConnected()) {
            write();
        }
    }

    /**
     * Goes on with what the selector says is possible.
     *
     * @param buffer for what comes; its content is of no use afterwards
     * @return the head of the answer, if it has come to its end
     * @throws IOException if the connection is of no more use
     */
    Optional<ResponseReader.Head> advance(ByteBuffer buffer) throws IOException {
        if (key.isConnectable() && channel.finishConnect()) {
            write();
        }
        if (key.isValid() && key.isWritable()) {
            write();
        }
        return key.isReadable() ? read(buffer) : Optional.empty();
    }

    /** Hangs up. */
    void close() {
        try {
            channel.close(); // which cancels the key
        } catch (IOException e) {
            throw new IllegalStateException("a connection cannot be closed", e);
        }
    }

    private void write() throws IOException {
        if (unsent.hasRemaining()) {
            channel.write(unsent);
        }
        var interest = unsent.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    private Optional<ResponseReader.Head> read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (channel.read(buffer) < 0) {
            throw new IOException("the node closed the connection");
        }
        var head = reader.read(buffer.flip());
        if ((head.isPresent() && carried == NOTHING) || buffer.hasRemaining()) {
            throw new ResponseReader.MalformedAnswer("more came than the answer to what was asked");
        }
        if (head.isPresent()) {
            carried = NOTHING;
        }
        return head;
    }
}
