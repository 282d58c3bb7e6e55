package dev.tieline.cloud.messaging;

import dev.tieline.devices.testing.Eventually;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Subscribes to an incoming channel, keeps what comes, and does with it only what a test says. */
final class Consumer implements Flow.Subscriber<Message<byte[]>> {
    private final List<Message<byte[]>> messages = new CopyOnWriteArrayList<>();
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final boolean acknowledging;

    private Consumer(boolean acknowledging) {
        this.acknowledging = acknowledging;
    }

    /** One that asks for as much as there is, and acknowledges nothing by itself. */
    static Consumer of(InboundChannel channel) {
        var consumer = idle(channel);
        consumer.request(Long.MAX_VALUE);
        return consumer;
    }

    /** One that asks for as much as there is, and acknowledges all of it. */
    static Consumer acknowledging(InboundChannel channel) {
        var consumer = new Consumer(true);
        channel.subscribe(consumer);
        consumer.request(Long.MAX_VALUE);
        return consumer;
    }

    /** One that asks for nothing by itself. */
    static Consumer idle(InboundChannel channel) {
        var consumer = new Consumer(false);
        channel.subscribe(consumer);
        return consumer;
    }

    void request(long count) {
        Objects.requireNonNull(subscription.get()).request(count);
    }

    void cancel() {
        Objects.requireNonNull(subscription.get()).cancel();
    }

    void acknowledge(int index) {
        var unused = messages.get(index).ack();
    }

    void refuse(int index, Throwable reason) {
        var unused = messages.get(index).nack(reason);
    }

    int count() {
        return messages.size();
    }

    List<String> texts() {
        return messages.stream()
                .map(message -> Stage.text(message.getPayload()))
                .toList();
    }

    InboundMqttMetadata metadata(int index) {
        return messages.get(index).getMetadata(InboundMqttMetadata.class).orElseThrow();
    }

    @Nullable Throwable failure() {
        return failure.get();
    }

    void await(int count) {
        Eventually.until(count + " messages arrived", () -> messages.size() >= count);
    }

    @Override
    public void onSubscribe(Flow.Subscription upstream) {
        subscription.set(upstream);
    }

    @Override
    public void onNext(Message<byte[]> message) {
        messages.add(message);
        if (acknowledging) {
            var unused = message.ack();
        }
    }

    @Override
    public void onError(Throwable reason) {
        failure.set(reason);
    }

    @Override
    public void onComplete() {
        failure.set(new AssertionError("an incoming channel has no end"));
    }
}
