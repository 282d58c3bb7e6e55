package dev.tieline.bench.overload;

import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests at a {@link Pace} and notes what becomes of each: the whole client on the thread that drives it, so
 * that it takes little from the node that it shares the machine with.
 *
 * <p>A request takes the connection that was used last, or a new one; none waits for another's answer. Connections are
 * kept. A caller whose deadline has passed by the guard hangs up, as a real one would. For one thread.
 */
final class Generator implements AutoCloseable {
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** The longest pause without a look at what has come, where the next request is due in under a millisecond. */
    private static final long SHORT_PAUSE = 100_000;

    /** The most requests in a row without a look at what has come: its connections may be free for the next. */
    private static final int BURST = 16;

    private final int port;
    private final int limit;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocateDirect(256 << 10);
    private final Deque<Connection> idle = new ArrayDeque<>();
    private int connections;

    /**
     * @param port of the node, on loopback
     * @param limit the most connections at a time
     */
    Generator(int port, int limit) {
        this.port = port;
        this.limit = limit;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new CommandFailure("no connections can be made: " + e.getMessage(), e);
        }
    }

    /** How many connections are open. */
    int connections() {
        return connections;
    }

    /**
     * Sends until the pace has no more to send, and waits until every request has ended.
     *
     * @param request the bytes of each
     * @param patience how long after it was sent an answer is waited for
     * @throws CommandFailure if the node answers what no node answers
     */
    Ledger drive(Pace pace, byte[] request, Duration patience) {
        try {
            return new Drive(
                            pace,
                            ByteBuffer.allocateDirect(request.length)
                                    .put(request)
                                    .flip(),
                            patience.toNanos())
                    .run();
        } catch (IOException e) {
            throw new CommandFailure("the load cannot be made: " + e.getMessage(), e);
        } catch (ResponseReader.MalformedAnswer e) {
            throw new CommandFailure("the node does not speak HTTP as expected: " + e.getMessage(), e);
        }
    }

    /** Hangs up everywhere. */
    @Override
    public void close() {
        selector.keys().forEach(key -> connection(key).close());
        try {
            selector.close();
        } catch (IOException e) {
            throw new CommandFailure("the connections cannot be closed: " + e.getMessage(), e);
        }
    }

    private static Connection connection(SelectionKey key) {
        return (Connection) key.attachment();
    }

    /** A request under way, and what carries it. */
    private record UnderWay(int number, Connection connection) {}

    /** One drive. */
    private final class Drive {
        private final Pace pace;
        private final ByteBuffer request;
        private final long patience;
        private final Ledger ledger = new Ledger();
        private final Deque<UnderWay> underWay = new ArrayDeque<>();
        private final long start = System.nanoTime();

        Drive(Pace pace, ByteBuffer request, long patience) {
            this.pace = pace;
            this.request = request;
            this.patience = patience;
        }

        Ledger run() throws IOException {
            while (true) {
                long due = sendDue();
                long impatient = hangUpWhereTooLate();
                if (due == Pace.NEVER && ledger.closed() == ledger.opened()) {
                    return ledger;
                }
                await(Math.min(due, impatient) - now());
            }
        }

        private long now() {
            return System.nanoTime() - start;
        }

        /** Sends what is due, or as much of it as may go before a look at what has come. Returns when the next is due. */
        private long sendDue() {
            for (int sent = 0; ; sent++) {
                long now = now();
                long due = pace.due(ledger.opened(), ledger.closed(), now);
                if (due > now || sent == BURST) {
                    return due;
                }
                send(ledger.open(due, now));
            }
        }

        private void send(int number) {
            var connection = idle.pollLast();
            try {
                if (connection == null) {
                    if (connections == limit) {
                        ledger.end(number, Ending.UNSENT, now());
                        return;
                    }
                    connection = Connection.open(port, selector);
                    connections++;
                }
                connection.send(number, request.duplicate());
                underWay.add(new UnderWay(number, connection));
            } catch (IOException e) {
                ledger.end(number, Ending.BROKEN, now());
                if (connection != null) {
                    discard(connection);
                }
            }
        }

        /** The oldest is the first whose patience ends. Returns when that is. */
        private long hangUpWhereTooLate() {
            while (!underWay.isEmpty()) {
                var oldest = underWay.peekFirst();
                if (!ledger.hasEnded(oldest.number())) {
                    long until = ledger.sent(oldest.number()) + patience;
                    if (now() < until) {
                        return until;
                    }
                    ledger.end(oldest.number(), Ending.UNANSWERED, now());
                    discard(oldest.connection());
                }
                underWay.removeFirst();
            }
            return Pace.NEVER;
        }

        /** Waits for something to come, at most that long. */
        private void await(long nanos) throws IOException {
            if (nanos >= NANOS_PER_MILLI) {
                selector.select(this::advance, nanos / NANOS_PER_MILLI);
            } else if (selector.selectNow(this::advance) == 0 && nanos > 0) {
                LockSupport.parkNanos(Math.min(nanos, SHORT_PAUSE));
            }
        }

        private void advance(SelectionKey key) {
            if (!key.isValid()) {
                return;
            }
            var connection = connection(key);
            int number = connection.carried();
            try {
                var head = connection.advance(received);
                if (head.isPresent()) {
                    ledger.end(number, Ending.of(head.get()), now());
                    idle.addLast(connection);
                }
            } catch (IOException e) {
                if (number == Connection.NOTHING) {
                    idle.remove(connection);
                } else {
                    ledger.end(number, Ending.BROKEN, now());
                }
                discard(connection);
            }
        }

        private void discard(Connection connection) {
            connection.close();
            connections--;
        }
    }
}
