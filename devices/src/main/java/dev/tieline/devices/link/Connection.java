package dev.tieline.devices.link;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/** One established connection: its window, what is under way on it, and what it is subscribed to. */
final class Connection {
    /** The property by which the client library defines a topic alias: identifier and two bytes. */
    private static final int ALIAS_BYTES = 3;

    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final PahoClient client;
    private final InFlightWindow window;
    private final int maximumPacketSize;
    private final int aliasBytes;
    private final Set<PendingPublish> pending = ConcurrentHashMap.newKeySet();
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
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
            case ENTERED -> send(message);
            case CLOSED ->
                failed(LinkFailure.Kind.NOT_CONNECTED, "the connection ended before the message was sent: " + ended);
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

    private CompletableFuture<PublishOutcome> send(OutboundMessage message) {
        var entry = new PendingPublish(message, finished -> {
            pending.remove(finished);
            window.leave();
        });
        pending.add(entry);
        try {
            client.publish(message, entry);
        } catch (MqttException e) {
            entry.finish(new PublishOutcome.Failed(ReasonCode.notSent(e)));
        }
        var reason = ended;
        if (reason != null && !client.connected()) {
            entry.finish(lost(reason));
        }
        return entry.outcome();
    }

    private static void report(
            List<Subscriptions.Subscription> asked, int[] codes, BiConsumer<String, LinkFailure> refused) {
        for (var i = 0; i < asked.size(); i++) {
            var code = i < codes.length ? codes[i] : ReasonCode.FIRST_FAILURE;
            if (code >= ReasonCode.FIRST_FAILURE) {
                var filter = asked.get(i).filter();
                refused.accept(filter, ReasonCode.refusal(code, "the broker refused the subscription to " + filter));
            }
        }
    }

    private static PublishOutcome lost(String reason) {
        return new PublishOutcome.Failed(ReasonCode.connectionLost(reason));
    }

    private static CompletableFuture<PublishOutcome> failed(LinkFailure.Kind kind, String detail) {
        return CompletableFuture.completedFuture(new PublishOutcome.Failed(new LinkFailure(kind, 0, detail)));
    }
}
