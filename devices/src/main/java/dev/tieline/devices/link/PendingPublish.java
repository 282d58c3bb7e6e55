package dev.tieline.devices.link;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.jspecify.annotations.Nullable;

/** A message under way. The broker's answer, the library's exception and the end of the connection race; one wins. */
final class PendingPublish implements MqttActionListener {
    private final OutboundMessage message;
    private final long dueNanos;
    private final BiConsumer<PendingPublish, PublishOutcome> cleanup;
    private final AtomicBoolean finished = new AtomicBoolean();
    private final CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();

    /**
     * @param dueNanos the {@link System#nanoTime()} by which the broker should have answered
     * @param cleanup runs once, before the outcome is known to the publisher
     */
    PendingPublish(OutboundMessage message, long dueNanos, BiConsumer<PendingPublish, PublishOutcome> cleanup) {
        this.message = message;
        this.dueNanos = dueNanos;
        this.cleanup = cleanup;
    }

    long dueNanos() {
        return dueNanos;
    }

    /** The size of the body in bytes. */
    int bytes() {
        return message.payload().length;
    }

    CompletableFuture<PublishOutcome> outcome() {
        return outcome;
    }

    void finish(PublishOutcome result) {
        if (finished.compareAndSet(false, true)) {
            cleanup.accept(this, result);
            // What the publisher attached to the outcome may wait for anything, so it gets a thread of its own.
            Thread.ofVirtual().name("mqtt-outcome").start(() -> outcome.complete(result));
        }
    }

    @Override
    public void onSuccess(IMqttToken token) {
        finish(ReasonCode.outcome(firstCode(token.getReasonCodes()), message.topic()));
    }

    @Override
    public void onFailure(IMqttToken token, Throwable exception) {
        finish(new PublishOutcome.Failed(ReasonCode.givenUp(exception)));
    }

    private static int firstCode(int @Nullable [] codes) {
        return codes == null || codes.length == 0 ? 0 : codes[0];
    }
}
