package dev.tieline.devices.link;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The one thread of a link that runs callers' code, in the order in which things happened.
 *
 * <p>Its queue is bounded without ever blocking the network: messages at QoS 1 are acknowledged after their handler,
 * so that the broker holds back what exceeds the receive window; messages at QoS 0 that exceed their limit are dropped
 * and counted, which is what that level of service means.
 */
final class Deliveries {
    private static final Logger LOG = Logger.getLogger(Deliveries.class);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger waitingQos0 = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final int maxQos0;
    private final Thread thread;
    private volatile boolean closed;

    Deliveries(String name, int maxQos0) {
        this.maxQos0 = maxQos0;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Runs the task after everything that was handed over before it. */
    void submit(Runnable task) {
        if (!closed) {
            queue.add(task);
        }
    }

    /** As {@link #submit}, unless too many of this kind are waiting: then the task is dropped and counted. */
    void submitQos0(Runnable task) {
        if (waitingQos0.incrementAndGet() > maxQos0) {
            waitingQos0.decrementAndGet();
            if (dropped.getAndIncrement() == 0) {
                LOG.warnf("Dropping messages at QoS 0: %d are waiting for their handler", maxQos0);
            }
            return;
        }
        submit(() -> {
            waitingQos0.decrementAndGet();
            task.run();
        });
    }

    long dropped() {
        return dropped.get();
    }

    /** Ends the thread after the task at hand, interrupting it after two seconds. Tasks still waiting are dropped. */
    void close() {
        closed = true;
        queue.clear();
        queue.add(() -> {});
        if (thread == Thread.currentThread() || thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!thread.join(GRACE)) {
                LOG.warn("A message handler is still running while its link closes; interrupting it");
                thread.interrupt();
                thread.join(TimeUnit.SECONDS.toMillis(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                queue.take().run();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                // The link must outlive its handlers: whoever comes next is not to blame.
                LOG.error("A message handler failed", e);
            }
        }
    }
}
