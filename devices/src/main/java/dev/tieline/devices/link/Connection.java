package dev.tieline.devices.link;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
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

    private final PahoClient client;
    private final InFlightWindow window;
    private final int maximumPacketSize;
    private final int aliasBytes;
    private final Set<PendingPublish> pending = ConcurrentHashMap.newKeySet();
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
    private final Map<String, LinkFailure> refusals = new ConcurrentHashMap<>();
    private final SmoothedRoundTrip roundTrip = new SmoothedRoundTrip();
    private volatile @Nullable String ended;

    Connection(PahoClient client, Connack connack, int maxInFlight) {
        this.client = client;
        this.window = new InFlightWindow(connack.window(maxInFlight));
        this.maximumPacketSize = connack.maximumPacketSize();
        this.aliasBytes = connack.topicAliases() ? ALIAS_BYTES : 0;
    }

    int maximumPacketSize() {
        return maximumPacketSize;
    }

    int underWay() {
        return window.taken();
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
    CompletableFuture<PublishOutcome> publish(OutboundMessage message) {
        var size = PacketSize.of(message) + aliasBytes;
        if (size > maximumPacketSize) {
            return failed(
                    LinkFailure.Kind.PACKET_TOO_LARGE,
                    "the packet to " + message.topic() + " would have " + size + " bytes, and the broker takes at most "
                            + maximumPacketSize);
        }
        return switch (window.enter(message.properties().expiry())) {
            case ENTERED -> send(message, size);
            case CLOSED ->
                failed(
                        LinkFailure.Kind.NOT_CONNECTED,
                        "the connection ended before the message was sent: " + (ended == null ? "it was lost" : ended));
            case TIMED_OUT ->
                failed(
                        LinkFailure.Kind.EXPIRED,
                        "the expiry of the message passed while it waited for one of the " + window.size()
                                + " places for messages under way");
            case INTERRUPTED ->
                failed(
                        LinkFailure.Kind.INTERRUPTED,
                        "interrupted while waiting for one of the " + window.size() + " places for messages under way");
        };
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

    /** Ends everything that is under way, and turns away what still waits. */
    void fail(String reason) {
        ended = reason;
        window.close();
        pending.forEach(publish -> publish.finish(lost(reason)));
    }

    /** Gives what is under way a moment to be answered, then fails the rest. */
    void drain() {
        ended = "the link was closed";
        window.close();
        window.awaitEmpty(DRAIN);
        fail("the link was closed");
    }

    private CompletableFuture<PublishOutcome> send(OutboundMessage message, long size) {
        var measured = message.qos() > 0 && size <= SMALL_PACKET_BYTES;
        var sent = System.nanoTime();
        var entry = new PendingPublish(message, (finished, outcome) -> {
            if (measured && !(outcome instanceof PublishOutcome.Failed)) {
                roundTrip.add(Duration.ofNanos(System.nanoTime() - sent));
            }
            if (isLost(outcome)) {
                // Nobody who waits may take the place and send into a connection that has gone.
                window.close();
            }
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
