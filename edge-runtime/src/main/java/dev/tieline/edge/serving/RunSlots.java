package dev.tieline.edge.serving;

import dev.tieline.edge.call.Deadline;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The node's capacity to run models: threads that run, and a bounded queue before them, first come first served.
 *
 * <p>Thread-safe. A {@link Place} is held from the decision to admit until the work has ended. What is expected of the
 * runs that hold places says how long a further one would wait: one that would end after its deadline is refused at once.
 */
public final class RunSlots implements AutoCloseable {
    /** When to try again where nothing is known of the runs that are in the way. */
    private static final Duration UNKNOWN_WAIT = Duration.ofSeconds(1);

    /** How long the end of the slots waits for the runs that go on: those that nobody waits for were stopped. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(RunSlots.class);
    private static final long SHORTEST_WAIT_NANOS = Duration.ofMillis(1).toNanos();

    private final int slots;
    private final int queueLimit;
    private final ThreadPoolExecutor threads;
    /** In the order in which they were given; guards itself and the skew. */
    private final Set<Place> taken = new LinkedHashSet<>();

    private final ForecastSkew skew = new ForecastSkew();

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
                // Made in the middle of some request, whose trace is none of its business.
                Thread.ofPlatform()
                        .daemon()
                        .inheritInheritableThreadLocals(false)
                        .name("tieline-run-", 0)
                        .factory());
    }

    /** A place in a slot or, if none is free, in the queue, if that has room; for work of which nothing is known. */
    public Optional<Place> reserve() {
        synchronized (taken) {
            return taken.size() < slots + queueLimit ? Optional.of(take(null, 0)) : Optional.empty();
        }
    }

    /**
     * A place in a slot or, if none is free, in the queue, if that has room and the run is expected to end in time.
     * While a slot is free, nothing is refused: an estimate may be wrong.
     */
    public Reservation reserve(PlannedRun run) {
        synchronized (taken) {
            if (taken.size() < slots) {
                return new Reservation.Held(take(run, 0));
            }
            var forecast = forecast();
            long end = run.expected() == null
                    ? 0
                    : forecast.startNanos() + run.expected().toNanos();
            long late = late(run, forecast, end);
            if (late <= 0 && taken.size() < slots + queueLimit) {
                return new Reservation.Held(take(run, end));
            }
            return new Reservation.Full(retryAfter(forecast, late));
        }
    }

    /** When a place is expected to be free; nothing if one is free now. */
    public Optional<Duration> full() {
        synchronized (taken) {
            return taken.size() < slots + queueLimit ? Optional.empty() : Optional.of(retryAfter(forecast(), 0));
        }
    }

    private Place take(@Nullable PlannedRun run, long forecastNanos) {
        var place = new Place(taken.size() < slots, run, forecastNanos);
        taken.add(place);
        return place;
    }

    private Forecast forecast() {
        return Forecast.of(taken.stream().map(Place::left).toList(), slots);
    }

    /** By how much a run that is queued now would miss its deadline; at most its wait, and not positive if it fits. */
    private long late(PlannedRun run, Forecast forecast, long end) {
        if (run.expected() == null) {
            return 0;
        }
        long latest = (long) (end * skew.factor(run.deadline().ticker().nanos()));
        return Math.min(
                forecast.startNanos(), latest - run.deadline().remaining().toNanos());
    }

    private Duration retryAfter(Forecast forecast, long late) {
        long room = taken.size() < slots + queueLimit ? 0 : forecast.firstEndNanos();
        long nanos = Math.max(late, room);
        if (nanos <= 0 && !forecast.complete()) {
            return UNKNOWN_WAIT;
        }
        return Duration.ofNanos(Math.max(nanos, SHORTEST_WAIT_NANOS));
    }

    /**
     * For how long at least every slot has been busy with a run that is past its deadline. Such runs were told to stop
     * when it passed; nothing while one slot is not so taken.
     */
    public Optional<Duration> stuck() {
        synchronized (taken) {
            var overdue = taken.stream()
                    .map(Place::overdueNanos)
                    .flatMapToLong(OptionalLong::stream)
                    .toArray();
            return overdue.length < slots
                    ? Optional.empty()
                    : Optional.of(Duration.ofNanos(Arrays.stream(overdue).min().orElseThrow()));
        }
    }

    /** How many calls wait for a slot now. */
    public int queued() {
        return Math.max(0, held() - slots);
    }

    /** How many runs go on now. */
    public int running() {
        return Math.min(slots, held());
    }

    private int held() {
        synchronized (taken) {
            return taken.size();
        }
    }

    public int slots() {
        return slots;
    }

    /** Refuses new runs and lets the running ones end, in five seconds at most. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warnf("%d runs go on %s after the run slots were closed", running(), GRACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The right to one run. Closing it without a run gives the place back. */
    public final class Place implements AutoCloseable {
        private final boolean immediate;
        private final @Nullable PlannedRun planned;
        /** When a queued run should end, counted from now on; 0 where nothing was forecast. */
        private final long forecastNanos;

        private final long givenNanos;
        private volatile boolean handedOver;
        /** Whether its forecast has been compared with what became of it. */
        private boolean judged;
        /** Set while the run goes on. */
        private volatile @Nullable Long startedNanos;

        private Place(boolean immediate, @Nullable PlannedRun planned, long forecastNanos) {
            this.immediate = immediate;
            this.planned = planned;
            this.forecastNanos = forecastNanos;
            this.givenNanos = planned == null ? 0 : planned.deadline().ticker().nanos();
        }

        /** Whether a slot was free for it when it was given; else its run waits in the queue. */
        public boolean immediate() {
            return immediate;
        }

        /** As {@link #run(Deadline, Callable, Runnable)}, for work that nothing stops: it keeps its slot until it ends. */
        public <T> T run(Deadline deadline, Callable<T> work) {
            return run(deadline, work, () -> {});
        }

        /**
         * Runs the work on a run thread and waits for it.
         *
         * <p>When the deadline passes first, or this thread is interrupted, the caller gets its error then; work that
         * has not started never will, and work that has started is stopped.
         *
         * @param stop ends the work; called once at most, maybe before it begins or after it has ended
         * @throws InferenceException {@code DeadlineExceeded}, or what the work threw
         */
        public <T> T run(Deadline deadline, Callable<T> work, Runnable stop) {
            if (deadline.passed()) {
                throw late("before the call could run");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new Interrupted();
            }
            var run = task(work);
            try {
                threads.execute(run);
            } catch (RejectedExecutionException e) {
                throw new Interrupted();
            }
            handedOver = true;
            try {
                return run.get(Math.max(0, deadline.remaining().toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                judge(false);
                throw late(abandon(run, stop) ? "while the call waited for a run slot" : "while the model was running");
            } catch (InterruptedException e) {
                pardon();
                abandon(run, stop);
                Thread.currentThread().interrupt();
                throw new Interrupted();
            } catch (ExecutionException e) {
                throw unwrap(e);
            }
        }

        /** The place is given back before the caller is told, so that its next call finds it free. */
        private <T> FutureTask<T> task(Callable<T> work) {
            return new FutureTask<>(() -> {
                try {
                    startedNanos =
                            planned == null ? null : planned.deadline().ticker().nanos();
                    return work.call();
                } finally {
                    judge(true);
                    giveBack();
                }
            });
        }

        private void judge(boolean ended) {
            synchronized (taken) {
                if (planned == null || forecastNanos <= 0 || judged) {
                    return;
                }
                judged = true;
                long now = planned.deadline().ticker().nanos();
                if (ended) {
                    skew.ended(forecastNanos, now - givenNanos, now);
                } else {
                    skew.missed(forecastNanos, now - givenNanos, now);
                }
            }
        }

        /** A run that is stopped for want of a caller says nothing about its forecast. */
        private void pardon() {
            synchronized (taken) {
                judged = true;
            }
        }

        /** Takes a run out of the queue; false if it has started and was told to stop. */
        private boolean abandon(FutureTask<?> run, Runnable stop) {
            if (threads.remove(run)) {
                giveBack();
                return true;
            }
            stop.run();
            return false;
        }

        /** The time that its run still takes, in nanoseconds: what is expected of it, and never past its deadline. */
        private OptionalLong left() {
            if (planned == null || planned.expected() == null) {
                return OptionalLong.empty();
            }
            var deadline = planned.deadline();
            var started = startedNanos;
            long gone = started == null ? 0 : deadline.ticker().nanos() - started;
            long left = Math.min(
                    planned.expected().toNanos() - gone, deadline.remaining().toNanos());
            return OptionalLong.of(Math.max(0, left));
        }

        /** How long its run has gone on past its deadline; nothing if it has not begun, or has time left. */
        private OptionalLong overdueNanos() {
            if (planned == null || startedNanos == null) {
                return OptionalLong.empty();
            }
            long over = planned.deadline().remaining().negated().toNanos();
            return over > 0 ? OptionalLong.of(over) : OptionalLong.empty();
        }

        @Override
        public void close() {
            if (!handedOver) {
                giveBack();
            }
        }

        private void giveBack() {
            synchronized (taken) {
                taken.remove(this);
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
