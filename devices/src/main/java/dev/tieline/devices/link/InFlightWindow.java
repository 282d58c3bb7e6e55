package dev.tieline.devices.link;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The places for messages that are published and not yet answered. Whoever finds none free waits for one. */
final class InFlightWindow {

    /** How the wait for a place ended. */
    enum Entry {
        ENTERED,
        CLOSED,
        TIMED_OUT,
        INTERRUPTED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private final int size;
    private int taken;
    private boolean closed;

    InFlightWindow(int size) {
        this.size = size;
    }

    /**
     * Takes a place, waiting as long as none is free and the window is open. An interrupt is kept on the thread.
     *
     * @param patience how long to wait at most; without limit where left out
     */
    Entry enter(@Nullable Duration patience) {
        var left = patience == null ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.convert(patience);
        lock.lock();
        try {
            while (!closed && taken >= size && left > 0) {
                left = freed.awaitNanos(left);
            }
            if (closed) {
                return Entry.CLOSED;
            } else if (taken >= size) {
                return Entry.TIMED_OUT;
            }
            taken++;
            return Entry.ENTERED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Entry.INTERRUPTED;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            taken--;
            freed.signal();
            if (taken == 0) {
                emptied.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Turns everybody away who waits or comes later. */
    void close() {
        lock.lock();
        try {
            closed = true;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no place is taken, at most that long. */
    boolean awaitEmpty(Duration timeout) {
        var left = timeout.toNanos();
        lock.lock();
        try {
            while (taken > 0 && left > 0) {
                left = emptied.awaitNanos(left);
            }
            return taken == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        return size;
    }

    int taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
