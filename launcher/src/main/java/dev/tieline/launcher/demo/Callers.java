package dev.tieline.launcher.demo;

import dev.tieline.launcher.console.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Callers who ask one node, each one request after the other, until they are sent home. */
final class Callers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final List<Thread> threads = new ArrayList<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<RuntimeException> unanswered = new CopyOnWriteArrayList<>();
    private volatile boolean home;

    /**
     * A request that has ended.
     *
     * @param begun when it was made, by {@link System#nanoTime}
     */
    record Call(long begun, Outcome outcome) {}

    private Callers() {}

    /** Has them ask from now on. */
    static Callers asking(int count, Question question) {
        var callers = new Callers();
        for (int i = 0; i < count; i++) {
            callers.threads.add(Thread.ofVirtual().start(() -> callers.ask(question)));
        }
        return callers;
    }

    /** Waits for a call that ended as it is hoped for. @throws CommandFailure if there is none for two minutes */
    void await(String what, Predicate<Call> hoped) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (calls.stream().noneMatch(hoped)) {
            failure().ifPresent(failure -> {
                throw failure;
            });
            if (System.nanoTime() > end) {
                throw new CommandFailure("the demo waited " + PATIENCE.toSeconds() + " s in vain for " + what);
            }
            Thread.sleep(PAUSE);
        }
    }

    /**
     * Sends them home, each after its last answer, and gives all calls in the order in which they ended.
     *
     * @throws RuntimeException of a call that got no answer at all
     */
    List<Call> dismiss() throws InterruptedException {
        home = true;
        for (var thread : threads) {
            thread.join();
        }
        failure().ifPresent(failure -> {
            throw failure;
        });
        return List.copyOf(calls);
    }

    /** Sends them home and does not wait. */
    @Override
    public void close() {
        home = true;
        threads.forEach(Thread::interrupt);
    }

    private Optional<RuntimeException> failure() {
        return unanswered.stream().findFirst();
    }

    private void ask(Question question) {
        try {
            while (!home) {
                var begun = System.nanoTime();
                calls.add(new Call(begun, Outcome.of(question)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // sent home in the middle of a call
        } catch (RuntimeException e) {
            unanswered.add(e);
        }
    }
}
