package dev.tieline.edge.reconcile;

import dev.tieline.devices.twin.DesiredState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The newest desired state, and the bell that wakes the reconciler. Thread-safe. */
final class DesiredInbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private @Nullable DesiredState newest;
    private boolean ringing;
    private boolean closed;

    /** Takes a desired state in if it is newer than the newest. @return whether it is */
    boolean offer(DesiredState desired) {
        lock.lock();
        try {
            if (!desired.supersedes(newest == null ? 0 : newest.generation())) {
                return false;
            }
            newest = desired;
            ring();
            return true;
        } finally {
            lock.unlock();
        }
    }

    Optional<DesiredState> newest() {
        lock.lock();
        try {
            return Optional.ofNullable(newest);
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a newer one than this. */
    boolean supersedes(DesiredState desired) {
        return newest().filter(newer -> newer.supersedes(desired.generation())).isPresent();
    }

    /** Wakes whoever waits, or the next who will. */
    void ring() {
        lock.lock();
        try {
            ringing = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the bell rings, at most for so long; without a limit, until it does. */
    void await(Optional<Duration> atMost) {
        lock.lock();
        try {
            long left = atMost.orElse(Duration.ofDays(1)).toNanos();
            while (!ringing && !closed && left > 0) {
                left = rung.awaitNanos(left);
            }
            ringing = false;
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody wait any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
