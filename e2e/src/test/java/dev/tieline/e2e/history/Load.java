package dev.tieline.e2e.history;

import dev.tieline.e2e.Answer;
import dev.tieline.e2e.Requests;
import dev.tieline.models.infer.InferenceException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Callers that ask at a steady rate, whether or not they are answered, and never stop because of an error (an open loop:
 * what stands still does not make them ask less). Only what is unanswered at the same time is bounded, as connections are.
 */
public final class Load implements AutoCloseable {
    private static final int MOST_WAITING = 400;
    private static final String NO_WORD = "";

    private final History history;
    private final List<Habit> habits;
    private final RandomGenerator chance;
    private final AtomicInteger heldBack = new AtomicInteger();
    private final AtomicInteger due = new AtomicInteger();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("load").factory());

    private Load(History history, List<Habit> habits, RandomGenerator chance) {
        this.history = history;
        this.habits = List.copyOf(habits);
        this.chance = chance;
    }

    /** Starts to ask, so often in a second. */
    public static Load start(History history, List<Habit> habits, int perSecond, RandomGenerator chance) {
        var load = new Load(history, habits, chance);
        var unused = load.clockwork.scheduleAtFixedRate(
                load::askOnce, 0, TimeUnit.SECONDS.toNanos(1) / perSecond, TimeUnit.NANOSECONDS);
        return load;
    }

    /** How many calls have been made or held back so far: it goes on whatever stands still. */
    public int due() {
        return due.get();
    }

    /** How many calls were not made because too many had no answer yet. */
    public int heldBack() {
        return heldBack.get();
    }

    /** Asks no more. What was asked goes on. */
    @Override
    public void close() {
        clockwork.shutdownNow();
        try {
            if (!clockwork.awaitTermination(HistoryChecker.HANG.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("asking a question took longer than " + HistoryChecker.HANG);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void askOnce() {
        due.incrementAndGet();
        if (history.waiting() >= MOST_WAITING) {
            heldBack.incrementAndGet();
            return;
        }
        var habit = draw();
        var question = habit.question();
        int number = history.sent(habit.node(), question);
        try {
            var unused = habit.caller()
                    .asking(Requests.simple(question.model(), number, question.deadline()), question.label())
                    .handle((answer, failure) -> {
                        note(number, answer, failure);
                        return null;
                    });
        } catch (RuntimeException e) { // the rim of the load: it goes on whatever happens to one call
            note(number, null, e);
        }
    }

    private Habit draw() {
        int left = chance.nextInt(habits.stream().mapToInt(Habit::weight).sum());
        for (var habit : habits) {
            left -= habit.weight();
            if (left < 0) {
                return habit;
            }
        }
        throw new IllegalStateException("the weights have changed meanwhile");
    }

    private void note(int number, @Nullable Answer answer, @Nullable Throwable failure) {
        if (answer != null) {
            history.ended(number, outcome(number, answer));
            return;
        }
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        switch (cause) {
            case TimeoutException silence -> {} // given up: it has no outcome
            case IOException broken -> history.ended(number, new Outcome.Gone(broken.toString()));
            case null, default -> history.ended(number, new Outcome.Garbled(Objects.toString(cause)));
        }
    }

    /** What an answer to the call of that number is. */
    static Outcome outcome(int number, Answer answer) {
        var error = answer.error();
        if (error != null) {
            var comeAgain = answer.headers().firstValue("Retry-After").isPresent();
            return new Outcome.Refused(answer.status(), error.code(), error.message(), comeAgain);
        }
        return new Outcome.Answered(
                Objects.requireNonNullElse(answer.site(), NO_WORD),
                Objects.requireNonNullElse(answer.says("tieline_node"), NO_WORD),
                Objects.requireNonNullElse(answer.route(), NO_WORD),
                isRight(number, answer));
    }

    private static boolean isRight(int number, Answer answer) {
        try {
            var outputs = answer.served("call " + number).outputs();
            return outputs.size() == 2
                    && Arrays.stream(outputs.get(0).ints()).allMatch(sum -> sum == number + 1)
                    && Arrays.stream(outputs.get(1).ints()).allMatch(difference -> difference == number - 1);
        } catch (InferenceException | IllegalStateException e) {
            return false; // outputs of another type
        }
    }
}
