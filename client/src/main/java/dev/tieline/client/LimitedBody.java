package dev.tieline.client;

import java.io.IOException;
import java.io.Serial;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Collects the body of an answer, and stops reading one that is too large. */
final class LimitedBody implements HttpResponse.BodySubscriber<byte[]> {

    /** The body went on beyond the limit. */
    static final class TooLarge extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        private TooLarge(int limit) {
            super("the answer has more than " + limit + " bytes, which is the limit");
        }
    }

    private final int limit;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final List<ByteBuffer> parts = new ArrayList<>();
    private Flow.@Nullable Subscription subscription;
    private long size;

    private LimitedBody(int limit) {
        this.limit = limit;
    }

    static HttpResponse.BodyHandler<byte[]> upTo(int limit) {
        return head -> new LimitedBody(limit);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        begun.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> more) {
        for (var part : more) {
            size += part.remaining();
        }
        if (size <= limit) {
            parts.addAll(more);
            return;
        }
        parts.clear();
        if (subscription != null) {
            subscription.cancel();
        }
        whole.completeExceptionally(new TooLarge(limit));
    }

    @Override
    public void onError(Throwable failure) {
        parts.clear();
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        if (size > limit) {
            return; // has failed
        }
        var bytes = ByteBuffer.allocate((int) size);
        parts.forEach(bytes::put);
        parts.clear();
        whole.complete(bytes.array());
    }
}
