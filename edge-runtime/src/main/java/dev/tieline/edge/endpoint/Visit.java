package dev.tieline.edge.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * One request in the node, from its arrival to the end of its answer or of its connection, whichever comes first.
 *
 * <p>A caller that goes before its answer interrupts the thread that works for it, and no other: the interrupt is given
 * only between the beginning and the end of the work, and none is left behind for what the thread does next.
 * Thread-safe.
 */
public final class Visit {
    private final Entrance entrance;
    private final Protocol protocol;
    private final long arrivedNanos;
    private @Nullable Thread working;
    private boolean over;
    private boolean gone;

    /** A visit that has passed the entrance, and leaves it at its end. */
    Visit(Entrance entrance, Protocol protocol, long arrivedNanos) {
        this.entrance = entrance;
        this.protocol = protocol;
        this.arrivedNanos = arrivedNanos;
    }

    /** What the request came in by. */
    public Protocol protocol() {
        return protocol;
    }

    /** When the request, or its head, had arrived, on the node's monotonic clock. */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    /** Does the work on this thread, unless the caller has gone. @return whether it was begun */
    boolean work(Runnable work) {
        if (!begin()) {
            return false;
        }
        try {
            work.run();
        } finally {
            end();
        }
        return true;
    }

    /** The answer has left. */
    public void answered() {
        leave(false);
    }

    /** The connection has ended before the answer: nobody waits for it any more. */
    public void abandoned() {
        leave(true);
    }

    /** Whether the caller went before its answer. */
    public synchronized boolean gone() {
        return gone;
    }

    private synchronized boolean begin() {
        if (gone) {
            return false;
        }
        working = Thread.currentThread();
        return true;
    }

    private synchronized void end() {
        working = null;
        if (gone) {
            Thread.interrupted(); // given for this work, so that it ends with it
        }
    }

    private synchronized void leave(boolean early) {
        if (over) {
            return;
        }
        over = true;
        gone = early;
        entrance.leave();
        if (gone && working != null) {
            working.interrupt();
        }
    }
}
