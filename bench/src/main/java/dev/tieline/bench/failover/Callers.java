package dev.tieline.bench.failover;

import dev.tieline.client.Model;
import dev.tieline.client.RefusedException;
import dev.tieline.client.TielineClient;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Callers who come to the gateway at a steady rate, each with one request, whether or not the earlier ones have been
 * answered: one who waits keeps nobody else from asking. They come two by two, since of two equal nodes the first of the
 * route is asked, and a holder that nobody asks could not be struck.
 */
final class Callers implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int COLUMNS = 16;

    private final Model model;
    private final List<Tensor> rows = rows();
    private final ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Thread door;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean closed;

    private Callers(TielineClient gateway, long nanosBetweenPairs) {
        this.model = gateway.model(Hospital.MODEL).dataClass("personal");
        this.door = Thread.ofPlatform().daemon().name("callers").unstarted(() -> letIn(nanosBetweenPairs));
    }

    /** Has so many come in a second, from now on. */
    static Callers coming(int rate, TielineClient gateway) {
        var callers = new Callers(gateway, Duration.ofSeconds(2).toNanos() / rate);
        callers.door.start();
        return callers;
    }

    /** The latest call so far that is as wanted. */
    Optional<Call> latest(Predicate<Call> wanted) {
        return calls.stream().filter(wanted).reduce((earlier, later) -> later);
    }

    /** Waits for a call that is as wanted. @throws CommandFailure if none is for two minutes */
    void await(String what, Predicate<Call> wanted) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (latest(wanted).isEmpty()) {
            throwFailure();
            if (System.nanoTime() > end) {
                throw new CommandFailure("there was no " + what + " within " + PATIENCE.toSeconds()
                        + " s; the last call: " + latest(call -> true));
            }
            Thread.sleep(PAUSE);
        }
    }

    /** Lets nobody in any more, and waits for those who are. @throws CommandFailure if one got no answer that can be read */
    List<Call> dismiss() throws InterruptedException {
        closed = true;
        door.join();
        for (var thread : threads) {
            thread.join();
        }
        throwFailure();
        return List.copyOf(calls);
    }

    /** Sends everybody home at once. */
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }

    private void throwFailure() {
        var seen = failure;
        if (seen != null) {
            throw seen;
        }
    }

    private void letIn(long nanosBetweenPairs) {
        long next = System.nanoTime();
        while (!closed) {
            threads.add(Thread.ofVirtual().start(this::ask));
            threads.add(Thread.ofVirtual().start(this::ask));
            next += nanosBetweenPairs;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void ask() {
        long begun = System.nanoTime();
        try {
            var site = model.infer(rows).servedAt().site();
            calls.add(new Call(begun, System.nanoTime(), true, site));
        } catch (RefusedException e) {
            calls.add(new Call(begun, System.nanoTime(), false, e.code()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // sent home in the middle of a request
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private static List<Tensor> rows() {
        return List.of(
                Tensor.ofInts("INPUT0", Shape.of(1, COLUMNS), new int[COLUMNS]),
                Tensor.ofInts("INPUT1", Shape.of(1, COLUMNS), new int[COLUMNS]));
    }
}
