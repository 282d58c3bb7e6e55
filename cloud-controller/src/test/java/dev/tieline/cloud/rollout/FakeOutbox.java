package dev.tieline.cloud.rollout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Remembers what is published; the test says when, and how, the broker answers. */
final class FakeOutbox implements Outbox {
    private record Sent(Notice notice, CompletableFuture<Void> answer) {}

    private final List<Notice> published = new ArrayList<>();
    private final Queue<Sent> unanswered = new ArrayDeque<>();

    @Override
    public CompletionStage<Void> publish(Notice notice) {
        published.add(notice);
        var sent = new Sent(notice, new CompletableFuture<>());
        unanswered.add(sent);
        return sent.answer;
    }

    /** Answers everything that waits, also what is published on that. */
    void takeAll() {
        while (!unanswered.isEmpty()) {
            unanswered.remove().answer.complete(null);
        }
    }

    void failNext(String reason) {
        unanswered.remove().answer.completeExceptionally(new IllegalStateException(reason));
    }

    void takeNext() {
        unanswered.remove().answer.complete(null);
    }

    int waiting() {
        return unanswered.size();
    }

    /** What was published, as {@code topic=payload}, and forgets it. */
    List<String> published() {
        var texts = published.stream()
                .map(notice -> notice.topic() + "=" + new String(notice.payload(), StandardCharsets.UTF_8))
                .toList();
        published.clear();
        return texts;
    }

    List<Notice> notices() {
        return List.copyOf(published);
    }
}
