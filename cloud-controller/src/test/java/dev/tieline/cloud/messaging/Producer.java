package dev.tieline.cloud.messaging;

import dev.tieline.devices.testing.Eventually;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** Feeds an outgoing channel no faster than it asks, and keeps what became of each message. */
final class Producer implements Flow.Subscription {
    private final OutboundChannel channel;
    private final Semaphore requested = new Semaphore(0);
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final Map<String, Throwable> refused = new ConcurrentHashMap<>();

    private Producer(OutboundChannel channel) {
        this.channel = channel;
    }

    static Producer of(OutboundChannel channel) {
        var producer = new Producer(channel);
        channel.onSubscribe(producer);
        return producer;
    }

    /** Hands a message over once the channel has asked for it. */
    void send(String text, Object... metadata) {
        sendPayload(text, Stage.bytes(text), metadata);
    }

    /** As {@link #send}, with a payload of any type. */
    void sendPayload(String name, Object payload, Object... metadata) {
        requested.acquireUninterruptibly();
        channel.onNext(Message.of(
                payload,
                Metadata.of(metadata),
                () -> {
                    acknowledged.add(name);
                    return CompletableFuture.completedFuture(null);
                },
                reason -> {
                    refused.put(name, reason);
                    return CompletableFuture.completedFuture(null);
                }));
    }

    /** How many messages the channel would take now. */
    int requested() {
        return requested.availablePermits();
    }

    List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    int refusals() {
        return refused.size();
    }

    void awaitAcknowledged(int count) {
        Eventually.until(
                count + " messages are acknowledged; refused are " + refused, () -> acknowledged.size() >= count);
    }

    Throwable awaitRefusal(String name) {
        Eventually.until("the message " + name + " is refused", () -> refused.containsKey(name));
        return refused.getOrDefault(name, new AssertionError("there was no refusal"));
    }

    @Override
    public void request(long count) {
        requested.release((int) count);
    }

    @Override
    public void cancel() {
        requested.drainPermits();
    }
}
