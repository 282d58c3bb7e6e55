package dev.tieline.edge.work;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Sends, one after the other on a thread of its own, the replies that must not be waited for where they arise: the
 * link may hold a publisher until its window has room, and neither the thread that delivers work nor one that was
 * interrupted may wait there. What it has no room for is rejected.
 */
public final class ReplyOutbox implements Executor, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ReplyOutbox.class);
    private static final int GRACE_SECONDS = 2;

    private final ThreadPoolExecutor thread;

    /** An outbox in which so many replies may wait, at least 1. */
    public ReplyOutbox(int room) {
        var threads = Thread.ofPlatform().daemon().name("tieline-replies").factory();
        thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(room), threads);
    }

    /** Sends soon. @throws RejectedExecutionException if it is full or closed */
    @Override
    public void execute(Runnable sending) {
        thread.execute(sending);
    }

    /** Sends what it still holds, in two seconds at most, and takes no more. Closing again does nothing. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warnf("Replies are left unsent: %d", thread.shutdownNow().size());
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
