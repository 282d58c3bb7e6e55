package dev.tieline.edge.background;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** A thread for background work. It begins with the first task. */
public final class BackgroundThread implements Background {
    private static final Logger LOG = Logger.getLogger(BackgroundThread.class);

    private final ScheduledThreadPoolExecutor thread;

    public BackgroundThread(String name) {
        thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
        thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        try {
            var unused = thread.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debugf("Dropped a task: the thread is closed");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** The rim: nobody else would hear of a task that failed. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "A background task failed unexpectedly");
        }
    }
}
