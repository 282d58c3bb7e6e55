package dev.tieline.cloud.messaging;

import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.MqttLink;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One link to a broker together with what its channels share: who listens to what, and the wait for a connection. */
final class SharedLink implements AutoCloseable {
    private final String name;
    private final MqttLink link;
    private final Map<String, String> channels = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int connections;
    private boolean closed;

    SharedLink(String name, MqttLink link) {
        this.name = name;
        this.link = link;
        // First of all listeners, so that those behind it find nobody waiting who need not.
        link.onConnected(this::connected);
    }

    MqttLink link() {
        return link;
    }

    /** Notes which channel listens to a filter. @throws IllegalArgumentException if another one does */
    void reserve(String filter, String channel) {
        var other = channels.putIfAbsent(filter, channel);
        if (other != null) {
            throw new IllegalArgumentException("the channels '" + other + "' and '" + channel
                    + "' both subscribe to '" + filter + "' on the link '" + name
                    + "'. Maybe let one of them broadcast, or give them links of their own");
        }
    }

    /** Why nothing arrives for a filter now; empty if there is a connection that listens to it. */
    Optional<String> unready(String filter) {
        var refusal = link.refusedSubscriptions().get(filter);
        return unready().or(() -> Optional.ofNullable(refusal).map(LinkFailure::detail));
    }

    /** Why nothing can be published now; empty if there is a connection. */
    Optional<String> unready() {
        if (link.connected()) {
            return Optional.empty();
        }
        var failure = link.lastFailure();
        return Optional.of(failure.isEmpty() ? "not connected yet" : failure);
    }

    /** How many connections there have been, to {@link #awaitConnection wait} for another. */
    int connections() {
        lock.lock();
        try {
            return connections;
        } finally {
            lock.unlock();
        }
    }

    /** How a wait for a connection ended. */
    enum Wait {
        CONNECTED,
        TIMED_OUT,
        CLOSED
    }

    /**
     * Waits until there was a connection that is newer than those seen.
     *
     * @param patience how long to wait at most; without limit where left out
     */
    Wait awaitConnection(int seen, @Nullable Duration patience) throws InterruptedException {
        var left = patience == null ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.convert(patience);
        lock.lockInterruptibly();
        try {
            while (connections == seen && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (closed) {
                return Wait.CLOSED;
            }
            return connections == seen ? Wait.TIMED_OUT : Wait.CONNECTED;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting, says goodbye to the broker and ends the link. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        link.close();
    }

    private void connected() {
        lock.lock();
        try {
            connections++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
