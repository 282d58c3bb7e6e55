package dev.tieline.e2e;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Callers that each ask again as soon as they have their answer, until they are sent away. */
final class Crowd implements AutoCloseable {
    private final Supplier<CompletableFuture<Answer>> question;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> callers;
    private volatile boolean dismissed;

    /** Lets so many callers ask. */
    Crowd(int callers, Supplier<CompletableFuture<Answer>> question) {
        this.question = question;
        this.callers = IntStream.range(0, callers).mapToObj(caller -> next()).toList();
    }

    /** What has been answered so far, in order. */
    List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** Waits until every caller has its last answer. @throws java.util.concurrent.CompletionException if one has none */
    List<Answer> dismiss() {
        dismissed = true;
        callers.forEach(CompletableFuture::join);
        return answers();
    }

    @Override
    public void close() {
        dismissed = true;
    }

    private CompletableFuture<Void> next() {
        return question.get().thenCompose(answer -> {
            answers.add(answer);
            return dismissed ? CompletableFuture.completedFuture(null) : next();
        });
    }
}
