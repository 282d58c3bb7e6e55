package dev.tieline.cloud.messaging;

import dev.tieline.devices.link.Delivery;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The publisher of an incoming channel: hands on what its topic filter brings, one message at a time, in order, and
 * never more than was requested. It subscribes at the broker when its one subscriber does.
 *
 * <p>A message stays unacknowledged at the broker from its arrival to the {@code ack} of the consumer. When the channel
 * ends, cancelled or failed, it unsubscribes and releases what still waits.
 */
final class InboundChannel implements Flow.Publisher<Message<byte[]>>, ChannelHealth {
    private static final Logger LOG = Logger.getLogger(InboundChannel.class);

    private final InboundSettings settings;
    private final SharedLink link;
    private final InboundBuffer buffer;
    private final Refusals refusals;
    private final AtomicReference<Flow.@Nullable Subscriber<? super Message<byte[]>>> subscriber =
            new AtomicReference<>();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean cancelled;
    private boolean ended; // only within the one drain that runs at a time

    InboundChannel(InboundSettings settings, SharedLink link) {
        link.reserve(settings.topic(), settings.channel());
        this.settings = settings;
        this.link = link;
        this.buffer = new InboundBuffer(settings.qos0Buffer());
        this.refusals = new Refusals(settings.channel());
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message<byte[]>> consumer) {
        if (!subscriber.compareAndSet(null, consumer)) {
            consumer.onSubscribe(new Nothing());
            consumer.onError(new IllegalStateException("the channel '" + settings.channel()
                    + "' has a subscriber already. Maybe set its attribute broadcast to true"));
            return;
        }
        consumer.onSubscribe(new Demand());
        link.link().subscribeManually(settings.topic(), settings.qos(), this::arrived);
        if (stopping()) { // within onSubscribe
            link.link().unsubscribe(settings.topic());
        }
    }

    /** How many messages wait for the consumer to ask for them. */
    int waiting() {
        return buffer.size();
    }

    /** How many messages at QoS 0 were dropped, because the consumer was too slow for them. */
    long dropped() {
        return buffer.dropped();
    }

    @Override
    public String channel() {
        return settings.channel();
    }

    @Override
    public boolean reported() {
        return settings.health();
    }

    @Override
    public boolean wired() {
        return subscriber.get() != null;
    }

    @Override
    public Optional<String> stopped() {
        return Optional.ofNullable(failure.get()).map(reason -> "stopped: " + reason);
    }

    @Override
    public Optional<String> unready() {
        return stopped().or(() -> wired() ? link.unready(settings.topic()) : Optional.of("nobody listens to it yet"));
    }

    @Override
    public Optional<String> remark() {
        return Optional.of(dropped())
                .filter(count -> count > 0)
                .map(count -> count + " messages at QoS 0 were dropped");
    }

    private void arrived(Delivery delivery) {
        if (buffer.add(delivery)) {
            LOG.warnf(
                    "The channel %s drops messages at QoS 0: %d wait for its consumer",
                    settings.channel(), settings.qos0Buffer());
        }
        schedule();
    }

    private void schedule() {
        if (work.getAndIncrement() == 0) {
            // Not the link's thread: a consumer that takes its time must not hold up the other channels.
            Thread.ofVirtual().name("incoming-" + settings.channel()).start(this::drain);
        }
    }

    private void drain() {
        var missed = 1;
        while (missed != 0) {
            emit();
            if (stopping()) {
                end();
            }
            missed = work.addAndGet(-missed);
        }
    }

    private void emit() {
        while (!stopping() && demand.get() > 0) {
            var next = buffer.poll();
            if (next.isEmpty()) {
                return;
            }
            demand.updateAndGet(wanted -> wanted == Long.MAX_VALUE ? wanted : wanted - 1);
            hand(next.get());
        }
    }

    private void hand(Delivery delivery) {
        var consumer = subscriber.get();
        try {
            if (consumer != null) {
                consumer.onNext(message(delivery));
            }
        } catch (RuntimeException e) {
            // A consumer must not throw (Reactive Streams, rule 2.13): nothing is known of its state from here on.
            LOG.errorf(e, "The consumer of the channel %s failed", settings.channel());
            delivery.acknowledge().run();
            fail(e);
        }
    }

    private boolean stopping() {
        return cancelled || failure.get() != null;
    }

    private void end() {
        List<Delivery> rest = buffer.clear();
        rest.forEach(delivery -> delivery.acknowledge().run());
        if (ended) {
            return;
        }
        ended = true;
        link.link().unsubscribe(settings.topic());
        var consumer = subscriber.get();
        var reason = failure.get();
        if (consumer != null && reason != null && !cancelled) {
            consumer.onError(reason);
        }
    }

    private void fail(Throwable reason) {
        failure.compareAndSet(null, reason);
        schedule();
    }

    private Message<byte[]> message(Delivery delivery) {
        var message = delivery.message();
        var metadata = new InboundMqttMetadata(message.topic(), message.retained(), message.properties());
        return Message.of(
                message.payload(),
                Metadata.of(metadata),
                () -> acknowledged(delivery),
                reason -> refused(delivery, reason));
    }

    private static CompletionStage<Void> acknowledged(Delivery delivery) {
        delivery.acknowledge().run();
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> refused(Delivery delivery, Throwable reason) {
        // In both strategies: its place in the window would be lost to all channels of the link.
        delivery.acknowledge().run();
        switch (settings.failureStrategy()) {
            case IGNORE -> refusals.ignored(delivery.message().topic(), reason);
            case FAIL -> {
                LOG.errorf(reason, "The channel %s stops: its consumer refused a message", settings.channel());
                fail(reason);
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    private final class Demand implements Flow.Subscription {
        @Override
        public void request(long count) {
            if (count <= 0) {
                fail(new IllegalArgumentException(
                        "the consumer of the channel '" + settings.channel() + "' requested " + count + " messages"));
                return;
            }
            demand.updateAndGet(wanted -> wanted + count < 0 ? Long.MAX_VALUE : wanted + count);
            schedule();
        }

        @Override
        public void cancel() {
            cancelled = true;
            schedule();
        }
    }

    private static final class Nothing implements Flow.Subscription {
        @Override
        public void request(long count) {
            // There is nothing to hand on.
        }

        @Override
        public void cancel() {
            // There is nothing to end.
        }
    }
}
