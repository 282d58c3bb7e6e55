package dev.tieline.edge.serving;

import dev.tieline.edge.call.Deadline;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The node's capacity to run models: threads that run, and a bounded queue before them, first come first served.
 *
 * <p>Thread-safe. A {@link Place} is held from the decision to admit until the work has ended.
 */
public final class RunSlots implements AutoCloseable {
    private final int slots;
    private final int queueLimit;
    private final ThreadPoolExecutor threads;
    private final AtomicInteger taken = new AtomicInteger();

    /**
     * Makes the slots.
     *
     * @param slots how many runs may go on at the same time, at least 1
     * @param queueLimit how many calls may wait, at least 0
     */
    public RunSlots(int slots, int queueLimit) {
        if (slots < 1 || queueLimit < 0) {
            throw new IllegalArgumentException(
                    "run slots must be at least 1 and the queue at least 0; these are " + slots + " and " + queueLimit);
        }
        this.slots = slots;
        this.queueLimit = queueLimit;
        this.threads = new ThreadPoolExecutor(
                slots,
                slots,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("tieline-run-", 0).factory());
    }

    /** A place in a slot or, if none is free, in the queue, if that has room. */
    public Optional<Place> reserve() {
        while (true) {
            int now = taken.get();
            if (now >= slots + queueLimit) {
                return Optional.empty();
            }
            if (taken.compareAndSet(now, now + 1)) {
                return Optional.of(new Place(now < slots));
            }
        }
    }

    /** How many calls wait for a slot now. */
    public int queued() {
        return Math.max(0, taken.get() - slots);
    }

    /** How many runs go on now. */
    public int running() {
        return Math.min(slots, taken.get());
    }

    public int slots() {
        return slots;
    }

    /** Refuses new runs and lets the running ones end. */
    @Override
    public void close() {
        threads.close();
    }

    /** The right to one run. Closing it without a run gives the place back. */
    public final class Place implements AutoCloseable {
        private final AtomicBoolean given = new AtomicBoolean();
        private volatile boolean handedOver;

        private final boolean immediate;

        private Place(boolean immediate) {
            this.immediate = immediate;
        }

        /** Whether a slot was free for it when it was given; else its run waits in the queue. */
        public boolean immediate() {
            return immediate;
        }

        /**
         * Runs the work on a run thread and waits for it.
         *
         * <p>When the deadline passes first, the caller gets its error then; work that has not started never will, and
         * work that has started keeps its slot until it ends.
         *
         * @throws InferenceException {@code DeadlineExceeded}, or what the work threw
         */
        public <T> T run(Deadline deadline, Callable<T> work) {
            if (deadline.passed()) {
                throw late("before the call could run");
            }
            // The place is given back before the caller is told, so that its next call finds it free.
            var run = new FutureTask<T>(() -> {
                try {
                    return work.call();
                } finally {
                    giveBack();
                }
            });
            try {
                threads.execute(run);
            } catch (RejectedExecutionException e) {
                throw late("as the node shut down");
            }
            handedOver = true;
            try {
                return run.get(Math.max(0, deadline.remaining().toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw late(abandon(run) ? "while the call waited for a run slot" : "while the model was running");
            } catch (InterruptedException e) {
                abandon(run);
                Thread.currentThread().interrupt();
                throw late("as the node shut down");
            } catch (ExecutionException e) {
                throw unwrap(e);
            }
        }

        /** Takes a run out of the queue; false if it has started and keeps its slot until it ends. */
        private boolean abandon(FutureTask<?> run) {
            if (threads.remove(run)) {
                giveBack();
                return true;
            }
            return false;
        }

        @Override
        public void close() {
            if (!handedOver) {
                giveBack();
            }
        }

        private void giveBack() {
            if (given.compareAndSet(false, true)) {
                taken.decrementAndGet();
            }
        }

        private static InferenceException late(String when) {
            return new InferenceException(new InferenceError.DeadlineExceeded("The deadline passed " + when + "."));
        }

        private static RuntimeException unwrap(ExecutionException e) {
            return switch (e.getCause()) {
                case RuntimeException failure -> failure;
                case Error error -> throw error;
                case null, default -> new IllegalStateException("A run failed", e);
            };
        }
    }
}
