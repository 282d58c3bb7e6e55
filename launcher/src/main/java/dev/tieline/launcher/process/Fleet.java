package dev.tieline.launcher.process;

import dev.tieline.launcher.console.CommandFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Child processes that live no longer than this process: closed in reverse order of their start, by {@link #close()} or
 * by the end of this JVM, Ctrl-C included; and ended by a {@link Guard} where this JVM is killed.
 */
public final class Fleet implements AutoCloseable {
    private final Path logs;
    private final Duration grace;
    private final Thread atExit = new Thread(this::stopAll, "fleet-stop");
    private final Deque<Child> children = new ArrayDeque<>();
    private @Nullable Guard guard;
    private boolean closed;

    /**
     * @param logs the folder of the children's logs
     * @param grace how long a child that is asked to stop may take before it is made to
     */
    public Fleet(Path logs, Duration grace) {
        this.logs = logs;
        this.grace = grace;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts a child.
     *
     * @throws CommandFailure if the program cannot be started, or this fleet is closed
     */
    public synchronized Child start(ChildSpec spec) {
        if (closed) {
            throw new CommandFailure(spec.name() + " is not started: everything is being stopped");
        }
        if (guard == null) {
            guard = Guard.start(grace);
        }
        var child = Child.start(spec, logs);
        child.guardedBy(guard);
        children.push(child);
        return child;
    }

    /** Stops every child and waits until all have ended. */
    @Override
    public void close() {
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) { // this JVM is ending already, and the hook has found nothing left to do
            assert closed;
        }
    }

    private synchronized void stopAll() {
        closed = true;
        while (!children.isEmpty()) {
            children.pop().stop(grace);
        }
        if (guard != null) {
            guard.close();
            guard = null;
        }
    }
}
