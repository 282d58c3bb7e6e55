package dev.tieline.cloud.controller;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Runs a step now and then, and soon after something has changed.
 *
 * <p>Changes that come close together lead to one run; one at a time; a run that fails is logged and does not end the
 * others.
 */
final class ControlRunner implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ControlRunner.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tieline-control").factory());
    private final AtomicBoolean soon = new AtomicBoolean();
    private final Runnable step;
    private final Duration pause;

    /** @param pause from a change to its run, which takes in what changes meanwhile */
    ControlRunner(Runnable step, Duration pause) {
        this.step = step;
        this.pause = pause;
    }

    /** Runs every so often from now on. */
    void start(Duration period) {
        var unused = thread.scheduleWithFixedDelay(
                this::guarded, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs soon. */
    void changed() {
        if (soon.compareAndSet(false, true)) {
            try {
                var unused = thread.schedule(
                        () -> {
                            soon.set(false);
                            guarded();
                        },
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("A change came after the end");
            }
        }
    }

    /** The rim: a run that failed must not be the last one. */
    private void guarded() {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A run of the control loop failed; the next one tries again", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
