package dev.tieline.devices.link;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One established connection: its window, what is under way on it, and what it is subscribed to. */
final class Connection {
    private static final Logger LOG = Logger.getLogger(Connection.class);
    /** The property by which the client library defines a topic alias: identifier and two bytes. */
    private static final int ALIAS_BYTES = 3;

    private static final Duration DRAIN = Duration.ofSeconds(2);
    /** Up to this size a packet fits one segment, so that its answer tells of the way and not of the bandwidth. */
    private static final int SMALL_PACKET_BYTES = 1_024;

    /** What a slow line may take for the bytes of a message, and of those that were sent before it. */
    private static final long NANOS_PER_BYTE =
            Duration.ofSeconds(1).dividedBy(64 * 1_024).toNanos();

    private final PahoClient client;
    private final Duration ackTimeout;
    private final InFlightWindow window;
    private final int maximumPacketSize;
    private final int aliasBytes;
    private final AtomicLong bytesUnderWay = new AtomicLong();
    private final Set<PendingPublish> pending = ConcurrentHashMap.newKeySet();
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
    private final Map<String, LinkFailure> refusals = new ConcurrentHashMap<>();
    private final SmoothedRoundTrip roundTrip = new SmoothedRoundTrip();
    private volatile @Nullable String ended;

    Connection(PahoClient client, Connack connack, LinkOptions options) {
        this.client = client;
        this.ackTimeout = options.times().ackTimeout();
        this.window = new InFlightWindow(connack.window(options.limits().maxInFlight()));
        this.maximumPacketSize = connack.maximumPacketSize();
        this.aliasBytes = connack.topicAliases() ? ALIAS_BYTES : 0;
    }

    int maximumPacketSize() {
        return maximumPacketSize;
    }

    int underWay() {
        return window.taken();
    }

    /** How long until the broker must have answered the first of what is under way; nothing if nothing is. */
    Optional<Duration> patience() {
        var now = System.nanoTime();
        return pending.stream()
                .map(publish -> Duration.ofNanos(publish.dueNanos() - now))
                .min(Comparator.naturalOrder());
    }

    /** See {@link MqttLink#largestUnderWay()}. */
    long largestUnderWay() {
        return pending.stream().mapToLong(PendingPublish::bytes).max().orElse(0);
    }

    /** Why the connection is of no use any more, if a message has not been answered in time. */
    Optional<String> overdue() {
        return patience()
                .filter(left -> !left.isPositive())
                .map(left -> "the broker did not acknowledge a message for "
                        + (ackTimeout.toMillis() % 1_000 == 0
                                ? ackTimeout.toSeconds() + " s"
                                : ackTimeout.toMillis() + " ms"));
    }

    /** See {@link MqttLink#roundTrip()}. */
    Optional<Duration> roundTrip() {
        return roundTrip.mean();
    }

    /** The filters that the broker refused on this connection, and why. */
    Map<String, LinkFailure> refusals() {
        return Map.copyOf(refusals);
    }

    /** Waits for a place in the window, then sends. Never throws. */
    CompletableFuture<PublishOutcome> publish(OutboundMessage message, @Nullable Duration patience) {
        return tooLarge(message).or(() -> turnedAway(patience)).orElseGet(() -> send(message));
    }

    /** Waits for a place in the window, then has the message written, and sends it. Throws what the writer throws. */
    Optional<CompletableFuture<PublishOutcome>> publish(
            @Nullable Duration patience, Supplier<Optional<OutboundMessage>> writer) {
        return turnedAway(patience).or(() -> write(writer));
    }

    /** Takes a place in the window, or says why there is none. */
    private Optional<CompletableFuture<PublishOutcome>> turnedAway(@Nullable Duration patience) {
        return switch (window.enter(patience)) {
            case ENTERED -> Optional.empty();
            case CLOSED ->
                Optional.of(failed(
                        LinkFailure.Kind.NOT_CONNECTED,
                        "the connection to the broker ended before the message was sent: "
                                + (ended == null ? "it was lost" : ended)));
            case TIMED_OUT ->
                Optional.of(failed(
                        LinkFailure.Kind.EXPIRED,
                        "none of the " + window.size() + " places for messages under way became free in time"));
            case INTERRUPTED ->
                Optional.of(failed(
                        LinkFailure.Kind.INTERRUPTED,
                        "interrupted while waiting for one of the " + window.size()
                                + " places for messages under way"));
        };
    }

    private Optional<CompletableFuture<PublishOutcome>> tooLarge(OutboundMessage message) {
        var size = size(message);
        return size <= maximumPacketSize
                ? Optional.empty()
                : Optional.of(failed(
                        LinkFailure.Kind.PACKET_TOO_LARGE,
                        "the packet to " + message.topic() + " would have " + size
                                + " bytes, and the broker takes at most " + maximumPacketSize));
    }

    private long size(OutboundMessage message) {
        return PacketSize.of(message) + aliasBytes;
    }

    /** Subscribes to those filters that are not yet; completes when the broker has answered. */
    CompletableFuture<Void> subscribe(
            List<Subscriptions.Subscription> wanted, BiConsumer<String, LinkFailure> refused) {
        var missing = wanted.stream()
                .filter(subscription -> subscribed.add(subscription.filter()))
                .toList();
        if (missing.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            return client.subscribe(missing).thenAccept(codes -> report(missing, codes, refused));
        } catch (MqttException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    void unsubscribe(String filter) {
        if (subscribed.remove(filter)) {
            refusals.remove(filter);
            try {
                client.unsubscribe(filter);
            } catch (MqttException e) {
                LOG.debugf("No longer subscribed to %s: %s", filter, ReasonCode.describe(e));
            }
        }
    }

    /** Has the loop take this connection for lost. */
    void end(String reason) {
        client.lost().complete(reason);
    }

    /** Ends everything that is under way, and turns away what still waits. */
    void fail(String reason) {
        ended = reason;
        window.close();
        pending.forEach(publish -> publish.finish(lost(reason)));
    }

    /** Gives what is under way a moment to be answered, then fails the rest. @return whether all was answered */
    boolean drain() {
        ended = "the link was closed";
        window.close();
        var answered = window.awaitEmpty(DRAIN);
        fail("the link was closed");
        return answered;
    }

    /** In a place that is held, and given back if nothing comes of it. */
    private Optional<CompletableFuture<PublishOutcome>> write(Supplier<Optional<OutboundMessage>> writer) {
        var unused = true;
        try {
            var message = writer.get();
            var tooLarge = message.flatMap(this::tooLarge);
            unused = message.isEmpty() || tooLarge.isPresent();
            return unused ? tooLarge : message.map(this::send);
        } finally {
            if (unused) {
                window.leave();
            }
        }
    }

    private CompletableFuture<PublishOutcome> send(OutboundMessage message) {
        var size = size(message);
        var measured = message.qos() > 0 && size <= SMALL_PACKET_BYTES;
        var sent = System.nanoTime();
        var due = sent + ackTimeout.toNanos() + bytesUnderWay.addAndGet(size) * NANOS_PER_BYTE;
        var entry = new PendingPublish(message, due, (finished, outcome) -> {
            if (measured && !(outcome instanceof PublishOutcome.Failed)) {
                roundTrip.add(Duration.ofNanos(System.nanoTime() - sent));
            }
            if (isLost(outcome)) {
                // Nobody who waits may take the place and send into a connection that has gone.
                window.close();
            }
            bytesUnderWay.addAndGet(-size);
            pending.remove(finished);
            window.leave();
        });
        pending.add(entry);
        try {
            client.publish(message, entry);
        } catch (MqttException e) {
            var notSent = new PublishOutcome.Failed(ReasonCode.notSent(e));
            entry.finish(notSent);
            return CompletableFuture.completedFuture(notSent); // at once, so that the caller can keep its order
        }
        var reason = ended;
        if (reason != null && !client.connected()) {
            entry.finish(lost(reason));
        }
        return entry.outcome();
    }

    private void report(List<Subscriptions.Subscription> asked, int[] codes, BiConsumer<String, LinkFailure> refused) {
        for (var i = 0; i < asked.size(); i++) {
            var code = i < codes.length ? codes[i] : ReasonCode.FIRST_FAILURE;
            if (code >= ReasonCode.FIRST_FAILURE) {
                var filter = asked.get(i).filter();
                var failure = ReasonCode.refusal(code, "the broker refused the subscription to " + filter);
                refusals.put(filter, failure);
                refused.accept(filter, failure);
            }
        }
    }

    private static boolean isLost(PublishOutcome outcome) {
        return outcome instanceof PublishOutcome.Failed failed
                && failed.failure().kind() == LinkFailure.Kind.CONNECTION_LOST;
    }

    private static PublishOutcome lost(String reason) {
        return new PublishOutcome.Failed(ReasonCode.connectionLost(reason));
    }

    private static CompletableFuture<PublishOutcome> failed(LinkFailure.Kind kind, String detail) {
        return CompletableFuture.completedFuture(new PublishOutcome.Failed(new LinkFailure(kind, 0, detail)));
    }
}
