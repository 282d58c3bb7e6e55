package dev.tieline.devices.testing.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A client's connection to the proxy and the one to the broker for it. Ends once, of itself or by {@link #cut}. */
final class Connection {
    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private final Socket client;
    private final int target;
    private final Course toBroker;
    private final Course fromBroker;
    private final Consumer<Connection> onEnd;
    private final Socket broker = new Socket();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger coursesLeft = new AtomicInteger(2);
    private boolean ended;

    /** What a thread of this connection does until it is interrupted. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    Connection(Socket client, int target, Course toBroker, Course fromBroker, Consumer<Connection> onEnd) {
        this.client = client;
        this.target = target;
        this.toBroker = toBroker;
        this.fromBroker = fromBroker;
        this.onEnd = onEnd;
    }

    void start() {
        begin(() -> toBroker.read(client));
        begin(this::reach);
    }

    /** Breaks both connections at once: each side is sent an RST, and what was under way is lost. */
    void cut() {
        end(true);
    }

    /** Waits until none of its threads runs. */
    void join() throws InterruptedException {
        for (var thread : threads()) {
            thread.join();
        }
    }

    private void reach() throws IOException, InterruptedException {
        if (!toBroker.awaitOpen()) {
            cut();
            return;
        }
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        begin(() -> fromBroker.read(broker));
        begin(() -> carry(toBroker, broker));
        begin(() -> carry(fromBroker, client));
    }

    private void carry(Course course, Socket to) throws IOException, InterruptedException {
        course.write(to);
        if (coursesLeft.decrementAndGet() == 0) {
            end(false);
        }
    }

    private synchronized void begin(Work work) {
        if (!ended) {
            threads.add(Thread.ofVirtual().start(() -> guard(work)));
        }
    }

    private synchronized List<Thread> threads() {
        return List.copyOf(threads);
    }

    private void guard(Work work) {
        try {
            work.run();
        } catch (NotMqttException e) {
            LOG.log(System.Logger.Level.ERROR, "A connection through the proxy was cut: {0}", e.getMessage());
            cut();
        } catch (IOException e) { // either side is gone, or the broker is away: the other side learns it by an RST
            cut();
        } catch (InterruptedException e) { // this connection was ended
            Thread.currentThread().interrupt();
        }
    }

    private void end(boolean abruptly) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        close(client, abruptly);
        close(broker, abruptly);
        threads().forEach(Thread::interrupt);
        onEnd.accept(this);
    }

    private static void close(Socket socket, boolean abruptly) {
        try (socket) {
            if (abruptly) {
                socket.setSoLinger(true, 0);
            }
        } catch (SocketException e) { // closed already, which is what is wanted
            LOG.log(System.Logger.Level.DEBUG, "A socket was closed before", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a socket", e);
        }
    }
}
