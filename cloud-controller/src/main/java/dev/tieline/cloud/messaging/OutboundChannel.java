package dev.tieline.cloud.messaging;

import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.link.PublishOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The subscriber of an outgoing channel: publishes messages in their order, acknowledges those that the broker has and
 * refuses the others with a {@link PublishException}.
 *
 * <p>It asks for no more than {@code max-in-flight} messages at a time, so nothing else has to bound them. Its own
 * thread waits for the link; the application's never does.
 */
final class OutboundChannel implements Flow.Subscriber<Message<?>>, ChannelHealth, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OutboundChannel.class);
    /** MQTT 5, section 3.4.2.1. */
    private static final int NO_MATCHING_SUBSCRIBERS = 0x10;

    private final OutboundSettings settings;
    private final SharedLink link;
    private final BlockingQueue<Message<?>> queue = new LinkedBlockingQueue<>();
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    private final Thread thread;
    private volatile @Nullable Throwable failure;
    private volatile String lastRefusal = "";
    private volatile boolean closed;

    OutboundChannel(OutboundSettings settings, SharedLink link) {
        this.settings = settings;
        this.link = link;
        this.thread = Thread.ofVirtual().name("outgoing-" + settings.channel()).unstarted(this::run);
    }

    @Override
    public void onSubscribe(Flow.Subscription upstream) {
        if (!subscription.compareAndSet(null, upstream)) {
            upstream.cancel();
            return;
        }
        thread.start();
        upstream.request(settings.maxInFlight());
    }

    @Override
    public void onNext(Message<?> message) {
        queue.add(message);
        if (closed) {
            refuseAll();
        }
    }

    @Override
    public void onError(Throwable reason) {
        LOG.errorf(reason, "The channel %s stops: its producer failed", settings.channel());
        failure = reason;
    }

    @Override
    public void onComplete() {
        LOG.debugf("The channel %s has nothing more to publish", settings.channel());
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
        return subscription.get() != null;
    }

    @Override
    public Optional<String> stopped() {
        return Optional.ofNullable(failure).map(reason -> "stopped: " + reason);
    }

    @Override
    public Optional<String> unready() {
        return stopped().or(link::unready);
    }

    @Override
    public Optional<String> remark() {
        return Optional.of(lastRefusal).filter(reason -> !reason.isEmpty());
    }

    /** Refuses what still waits, and whatever comes later. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        var upstream = subscription.get();
        if (upstream != null) {
            upstream.cancel();
        }
        refuseAll();
    }

    private void run() {
        try {
            while (!closed) {
                publish(queue.take());
            }
        } catch (InterruptedException e) {
            LOG.debugf("The channel %s was closed", settings.channel());
        }
        refuseAll();
    }

    private void publish(Message<?> message) throws InterruptedException {
        OutboundMessage wanted;
        try {
            wanted = wanted(message);
        } catch (IllegalArgumentException e) {
            refuse(message, e);
            return;
        }
        try {
            var unused = publish(wanted).thenAccept(outcome -> settle(message, outcome));
        } catch (InterruptedException e) {
            settle(message, failed(LinkFailure.Kind.INTERRUPTED, "the channel was closed before the message was sent"));
            throw e;
        }
    }

    /** Publishes a message, on the next connection if there is none now and the channel waits for it. */
    private CompletableFuture<PublishOutcome> publish(OutboundMessage wanted) throws InterruptedException {
        var expiry = wanted.properties().expiry();
        var start = System.nanoTime();
        var message = wanted;
        while (true) {
            var seen = link.connections();
            var outcome = link.link().publish(message);
            if (settings.whenDisconnected() == WhenDisconnected.FAIL || !unsent(outcome)) {
                return outcome;
            }
            var left = expiry == null ? null : expiry.minusNanos(System.nanoTime() - start);
            switch (link.awaitConnection(seen, left)) {
                case CONNECTED -> {
                    left = expiry == null ? null : expiry.minusNanos(System.nanoTime() - start);
                    if (left != null && !left.isPositive()) {
                        return expired();
                    }
                    message = left == null ? wanted : withExpiry(wanted, left);
                }
                case TIMED_OUT -> {
                    return expired();
                }
                case CLOSED -> {
                    return outcome;
                }
            }
        }
    }

    private OutboundMessage wanted(Message<?> message) {
        if (!(message.getPayload() instanceof byte[] payload)) {
            throw new IllegalArgumentException("the channel '" + settings.channel() + "' publishes byte[], and this is "
                    + message.getPayload().getClass().getName());
        }
        var metadata = message.getMetadata(OutboundMqttMetadata.class);
        if (metadata.isPresent()) {
            var wanted = metadata.get();
            return new OutboundMessage(wanted.topic(), payload, wanted.qos(), wanted.retain(), wanted.properties());
        }
        var topic = settings.topic();
        if (topic == null) {
            throw new IllegalArgumentException("the message says not where to, nor does the channel '"
                    + settings.channel() + "'. Maybe give it OutboundMqttMetadata, or the channel a topic");
        }
        return new OutboundMessage(topic, payload, settings.qos(), settings.retain(), MessageProperties.NONE);
    }

    private void settle(Message<?> message, PublishOutcome outcome) {
        switch (outcome) {
            case PublishOutcome.Accepted accepted -> acknowledge(message);
            case PublishOutcome.NoSubscribers nobody -> {
                switch (settings.whenNobodyListens()) {
                    case ACCEPT -> acknowledge(message);
                    case REFUSE ->
                        refuse(
                                message,
                                new PublishException(new LinkFailure(
                                        LinkFailure.Kind.REFUSED,
                                        NO_MATCHING_SUBSCRIBERS,
                                        "nobody is subscribed to it")));
                }
            }
            case PublishOutcome.Failed failed -> refuse(message, new PublishException(failed.failure()));
        }
    }

    private void acknowledge(Message<?> message) {
        answer(() -> message.ack());
    }

    private void refuse(Message<?> message, RuntimeException reason) {
        lastRefusal = "the last refusal: " + reason.getMessage();
        answer(() -> message.nack(reason));
    }

    private void answer(Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "The producer of the channel %s failed over the outcome of a message", settings.channel());
        }
        var upstream = subscription.get();
        if (upstream != null && !closed) {
            upstream.request(1);
        }
    }

    private void refuseAll() {
        for (var message = queue.poll(); message != null; message = queue.poll()) {
            settle(message, failed(LinkFailure.Kind.NOT_CONNECTED, "the channel was closed"));
        }
    }

    private static boolean unsent(CompletableFuture<PublishOutcome> outcome) {
        return outcome.isDone()
                && outcome.join() instanceof PublishOutcome.Failed failed
                && failed.failure().kind() == LinkFailure.Kind.NOT_CONNECTED;
    }

    private static OutboundMessage withExpiry(OutboundMessage message, Duration left) {
        return new OutboundMessage(
                message.topic(),
                message.payload(),
                message.qos(),
                message.retain(),
                message.properties().withExpiry(left));
    }

    private static CompletableFuture<PublishOutcome> expired() {
        return CompletableFuture.completedFuture(
                failed(LinkFailure.Kind.EXPIRED, "the expiry of the message passed while it waited for a connection"));
    }

    private static PublishOutcome failed(LinkFailure.Kind kind, String detail) {
        return new PublishOutcome.Failed(new LinkFailure(kind, 0, detail));
    }
}
