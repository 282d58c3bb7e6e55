package dev.tieline.devices.testing.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on a loopback port before a broker's, which can disturb what passes in every way that a network does, and
 * single MQTT packets besides. Until told otherwise it disturbs nothing. All disturbances add up, and hold for the
 * connections that there are and those that come, until {@link #heal}. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final long SEED = 20_260_101;
    private static final int BACKLOG = 50;

    private final int target;
    private final long seed;
    private final int port;
    private final Disturbance toBroker = new Disturbance();
    private final Disturbance fromBroker = new Disturbance();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket server;
    private @Nullable Thread acceptor;
    private long accepted;
    private boolean closed;

    private FaultProxy(int target, long seed) {
        this.target = target;
        this.seed = seed;
        this.port = listen(0);
    }

    /** A proxy on a free loopback port before the given one, where nobody needs to listen yet. */
    public static FaultProxy before(int targetPort) {
        return before(targetPort, SEED);
    }

    /** The same with a seed of its own for the jitter: connection by connection it is always the same. */
    public static FaultProxy before(int targetPort, long seed) {
        return new FaultProxy(targetPort, seed);
    }

    public int port() {
        return port;
    }

    /** The address for clients. */
    public URI uri() {
        return URI.create("mqtt://127.0.0.1:" + port);
    }

    /** Disturbs nothing any more; what was held or under way passes at once. */
    public synchronized void heal() {
        toBroker.heal();
        fromBroker.heal();
        if (server == null && !closed) {
            var unused = listen(port);
        }
    }

    /** Ends every connection with an RST to both sides; what was held is lost. New ones pass. */
    public void cut() {
        List.copyOf(connections).forEach(Connection::cut);
    }

    /** Ends every connection in the same way and lets nobody connect until {@link #heal}. */
    public synchronized void refuse() {
        stopListening();
        cut();
    }

    /** Lets nothing pass in either direction; see {@link #blackHole(Direction)}. */
    public void blackHole() {
        toBroker.hold();
        fromBroker.hold();
    }

    /**
     * Lets nothing pass in that direction and tells nobody, not even of the end of a connection. What is sent is held
     * as TCP would hold it, until its buffers are full, and passes after {@link #heal}. New connections are accepted;
     * those of clients who give up before their first word could pass never come to the broker's notice.
     */
    public void blackHole(Direction direction) {
        of(direction).hold();
    }

    /** Makes every connection slow, from the next packet on. */
    public void shape(Direction direction, Shape shape) {
        of(direction).shape(shape);
    }

    /** Swallows the next so many packets of that type. */
    public void drop(Direction direction, PacketType type, int times) {
        drop(direction, frame -> frame.type() == type, times);
    }

    /** Swallows the next so many packets that fit. */
    public void drop(Direction direction, Predicate<Frame> which, int times) {
        of(direction).add(which, Fate.DROP, times);
    }

    /** Lets the next so many packets of that type pass twice, one copy right after the other. */
    public void duplicate(Direction direction, PacketType type, int times) {
        duplicate(direction, frame -> frame.type() == type, times);
    }

    /** Lets the next so many packets that fit pass twice, one copy right after the other. */
    public void duplicate(Direction direction, Predicate<Frame> which, int times) {
        of(direction).add(which, Fate.DUPLICATE, times);
    }

    /** How many packets of that type have come so far, the swallowed and the held among them. */
    public long seen(Direction direction, PacketType type) {
        return of(direction).seen(type);
    }

    /** How many packets have been swallowed so far. */
    public long dropped(Direction direction) {
        return of(direction).met(Fate.DROP);
    }

    /** How many packets have been sent twice so far. */
    public long duplicated(Direction direction) {
        return of(direction).met(Fate.DUPLICATE);
    }

    /** How many connections there are at the moment. */
    public int connections() {
        return connections.size();
    }

    /** Ends every connection; returns when no thread of this proxy runs any more. */
    @Override
    public void close() {
        Thread listening;
        var last = List.copyOf(connections);
        synchronized (this) {
            closed = true;
            listening = acceptor;
            refuse();
        }
        try {
            if (listening != null) {
                listening.join();
            }
            for (var connection : last) {
                connection.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Disturbance of(Direction direction) {
        return switch (direction) {
            case TO_BROKER -> toBroker;
            case FROM_BROKER -> fromBroker;
        };
    }

    private synchronized int listen(int wanted) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), BACKLOG);
            server = socket;
            acceptor = Thread.ofVirtual().start(() -> accept(socket));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + wanted + " of the loopback interface", e);
        }
    }

    private void stopListening() {
        try {
            if (server != null) {
                server.close();
                server = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close port " + port, e);
        }
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                admit(listening, listening.accept());
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException("cannot accept connections on port " + port, e);
                }
            }
        }
    }

    private synchronized void admit(ServerSocket listening, Socket client) throws IOException {
        if (listening.isClosed()) {
            client.setSoLinger(true, 0);
            client.close();
            return;
        }
        var random = new Random(seed + accepted++);
        var connection = new Connection(
                client,
                target,
                new Course(toBroker, new Pace(new Random(random.nextLong()))),
                new Course(fromBroker, new Pace(new Random(random.nextLong()))),
                connections::remove);
        connections.add(connection);
        connection.start();
    }
}
