package dev.tieline.edge.background;

import java.time.Duration;

/** Runs tasks later, one at a time. Thread-safe. */
public interface Background extends AutoCloseable {

    /** Runs the task once, after the delay. Does nothing once this is closed. */
    void after(Duration delay, Runnable task);

    /** Interrupts the task that runs and drops all others. */
    @Override
    void close();
}
