package dev.tieline.cloud.messaging;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A consumer that expects to be refused, and keeps the reason. */
record Refused(CompletableFuture<Throwable> reason) implements Flow.Subscriber<Message<byte[]>> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(1);
    }

    @Override
    public void onNext(Message<byte[]> message) {
        reason.completeExceptionally(new AssertionError("a message came"));
    }

    @Override
    public void onError(Throwable error) {
        reason.complete(error);
    }

    @Override
    public void onComplete() {
        reason.completeExceptionally(new AssertionError("it completed"));
    }
}
