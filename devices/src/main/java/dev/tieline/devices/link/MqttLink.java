package dev.tieline.devices.link;

import dev.tieline.devices.log.LogEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A lasting link to an MQTT 5 broker over changing connections. Safe for use by many threads.
 *
 * <p>{@link #start()} returns at once; the link connects in the background and tries again for ever, with jittered
 * pauses. Each connection starts a clean session that ends with it: the link subscribes again by itself, and the
 * owner publishes its retained documents again in {@link #onConnected}.
 *
 * <p>Handlers and listeners run one at a time, in order, on a thread of the link; they should hand long work over. A
 * slow handler delays the messages after it and nothing else: publishing goes on, and messages at QoS 1 beyond
 * {@link LinkLimits#inboundWindow()} wait at the broker (which has its own limits: Mosquitto keeps 1,000 a client).
 * They are acknowledged after their handler returned, or failed; or when the owner does so, where it subscribed by
 * {@link #subscribeManually}. Acknowledgements leave in the order in which the messages came. Messages at QoS 0 beyond
 * {@link LinkLimits#inboundQos0()} are dropped; see {@link #droppedMessages()}.
 */
public final class MqttLink implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MqttLink.class);

    private final LinkOptions options;
    private final Subscriptions subscriptions = new Subscriptions();
    private final List<Runnable> connectedListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> disconnectedListeners = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<String, LinkFailure>> refusalListeners = new CopyOnWriteArrayList<>();
    private final Deliveries deliveries;
    private final ConnectionLoop loop;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable Connection current;
    private volatile String lastFailure = "";

    /**
     * A link that does nothing until {@link #start()}.
     *
     * @param options where to and how
     * @param jitter the source of the pauses between attempts
     */
    public MqttLink(LinkOptions options, RandomGenerator jitter) {
        this.options = options;
        this.deliveries = new Deliveries(
                "link-" + options.clientId() + "-deliveries", options.limits().inboundQos0());
        this.loop = new ConnectionLoop(options, jitter, new Events());
    }

    /** Starts to connect, and returns at once. @throws IllegalStateException if it was started or closed before */
    public void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the link of " + options.clientId() + " was started or closed before");
        }
        deliveries.start();
        loop.start();
    }

    /** Whether there is a connection now, and the broker has answered its subscriptions. */
    public boolean connected() {
        return current != null;
    }

    /**
     * Publishes a message. Waits on the calling thread while the window of messages under way is full, at most for the
     * message's own expiry; never throws.
     *
     * @return what became of it, always completed in the end: by the broker's answer at QoS 1, by the message leaving
     *     at QoS 0, or by the end of the connection. Completed on a virtual thread
     */
    public CompletableFuture<PublishOutcome> publish(OutboundMessage message) {
        return publish(message, message.properties().expiry());
    }

    /**
     * As {@link #publish(OutboundMessage)}, for a caller whose patience is not the message's expiry.
     *
     * @param patience how long to wait at most for a place in the window; without limit where left out
     */
    public CompletableFuture<PublishOutcome> publish(OutboundMessage message, @Nullable Duration patience) {
        var connection = current;
        return connection == null ? disconnected() : connection.publish(message, patience);
    }

    /**
     * Publishes a message that is written when it can leave, so that what has to hold then can be judged then.
     *
     * @param patience how long to wait at most for a place in the window; without limit where left out
     * @param writer writes the message, or nothing if it shall not be sent; called on this thread, once at most, while a
     *     place in the window is held. What it throws is thrown
     * @return as {@link #publish(OutboundMessage)}; nothing if nothing was written
     */
    public Optional<CompletableFuture<PublishOutcome>> publish(
            @Nullable Duration patience, Supplier<Optional<OutboundMessage>> writer) {
        var connection = current;
        return connection == null ? Optional.of(disconnected()) : connection.publish(patience, writer);
    }

    private CompletableFuture<PublishOutcome> disconnected() {
        return CompletableFuture.completedFuture(
                new PublishOutcome.Failed(new LinkFailure(LinkFailure.Kind.NOT_CONNECTED, 0, notConnected())));
    }

    /**
     * Hands the messages of a topic filter to the handler, on this connection and on all later ones. Filters of one
     * link should not overlap: a broker may deliver a message once for each filter that it matches.
     *
     * @param filter the filter, possibly a shared one: {@code $share/group/filter}
     * @param qos the highest QoS wanted, 0 or 1
     * @throws IllegalArgumentException if the filter is malformed or already subscribed on this link
     */
    public void subscribe(String filter, int qos, Consumer<InboundMessage> handler) {
        add(Subscriptions.Subscription.acknowledging(filter, qos, handler));
    }

    /**
     * As {@link #subscribe}, but the owner acknowledges each message, when it likes and from any thread. Until then the
     * message holds its place in the receive window, and so do those that came after it, of this filter and of others:
     * acknowledgements keep the order of arrival. A handler that throws counts as having acknowledged.
     *
     * @throws IllegalArgumentException if the filter is malformed or already subscribed on this link
     */
    public void subscribeManually(String filter, int qos, Consumer<Delivery> handler) {
        add(new Subscriptions.Subscription(filter, qos, handler));
    }

    /** Hands out no more messages of the filter, and tells the broker so. Does nothing if it is not subscribed. */
    public void unsubscribe(String filter) {
        var connection = current;
        if (subscriptions.remove(filter) && connection != null) {
            connection.unsubscribe(filter);
        }
    }

    private void add(Subscriptions.Subscription subscription) {
        subscriptions.add(subscription);
        var connection = current;
        if (connection != null) {
            subscribe(connection);
        }
    }

    /**
     * Ends the connection of now without a goodbye, so that the broker publishes its will, and makes another. Does
     * nothing where there is none.
     *
     * @param reason why, as it shall be logged and told
     */
    public void reconnect(String reason) {
        var connection = current;
        if (connection != null) {
            connection.end(reason);
        }
    }

    /**
     * Tries to connect at once, if this link is in the pause between two attempts: somebody knows that the broker is
     * back. Else does nothing.
     */
    public void retryNow() {
        loop.retryNow();
    }

    /** Calls the listener after each connect, once the subscriptions are answered. */
    public void onConnected(Runnable listener) {
        connectedListeners.add(listener);
    }

    /** Calls the listener with the reason when a connection was lost; not when this link is closed. */
    public void onDisconnected(Consumer<String> listener) {
        disconnectedListeners.add(listener);
    }

    /** Calls the listener with the filter that the broker refused, and why. The link stays connected without it. */
    public void onSubscriptionRefused(BiConsumer<String, LinkFailure> listener) {
        refusalListeners.add(listener);
    }

    /** The filters that the broker refused on the connection of now, and why; empty while there is none. */
    public Map<String, LinkFailure> refusedSubscriptions() {
        var connection = current;
        return connection == null ? Map.of() : connection.refusals();
    }

    /**
     * The time from sending a message at QoS 1 to the broker's answer, smoothed over those of at most 1 KiB: 7/8 of the
     * mean so far and 1/8 of the last one (RFC 6298). Empty while there is no connection, or none was answered on it.
     */
    public Optional<Duration> roundTrip() {
        var connection = current;
        return connection == null ? Optional.empty() : connection.roundTrip();
    }

    /** The largest packet in bytes, header included, that the broker takes now; the protocol's limit if unconnected. */
    public int maximumPacketSize() {
        var connection = current;
        return connection == null ? Connack.DEFAULT_PACKET_SIZE : connection.maximumPacketSize();
    }

    /** Why the link failed to connect, lost its connection or was refused last; empty if it never did. */
    public String lastFailure() {
        return lastFailure;
    }

    /** How many messages at QoS 0 were dropped since the start, because the handlers were too slow for them. */
    public long droppedMessages() {
        return deliveries.dropped();
    }

    /** How many messages are published now and not yet answered. */
    public int underWay() {
        var connection = current;
        return connection == null ? 0 : connection.underWay();
    }

    /** The size in bytes of the largest body that is published now and not yet answered; 0 if there is none. */
    public long largestUnderWay() {
        var connection = current;
        return connection == null ? 0 : connection.largestUnderWay();
    }

    /**
     * Says goodbye to the broker, which then drops the will, and ends all threads of the link. Messages under way get
     * two seconds to be answered, the running handler two seconds to return. A broker that leaves one unanswered is left
     * without a goodbye. Closing again does nothing.
     */
    @Override
    public void close() {
        started.set(true);
        loop.close();
        deliveries.close();
    }

    private void subscribe(Connection connection) {
        var unused = connection.subscribe(subscriptions.all(), this::refused).exceptionally(failure -> {
            LOG.debugf("A subscription ended with its connection: %s", ReasonCode.describe(failure));
            return null;
        });
    }

    private void refused(String filter, LinkFailure failure) {
        lastFailure = failure.detail();
        LOG.warnf("%s", failure.detail());
        deliveries.submit(() -> refusalListeners.forEach(listener -> listener.accept(filter, failure)));
    }

    private String notConnected() {
        var why = lastFailure;
        return "there is no connection to a broker at this moment"
                + (why.isEmpty() ? "" : "; the last failure: " + why);
    }

    /** What the connection loop reports, on its thread; arrivals come on the client library's. */
    private final class Events implements ConnectionLoop.Events {

        @Override
        public CompletableFuture<Void> prepare(Connection connection) {
            return connection.subscribe(subscriptions.all(), MqttLink.this::refused);
        }

        @Override
        public void connected(Connection connection, BrokerAddress broker) {
            current = connection;
            subscribe(connection); // what was added since prepare
            event("link_connected", broker).log(() -> LOG.infof("Connected to %s as %s", broker, options.clientId()));
            connectedListeners.forEach(deliveries::submit);
        }

        @Override
        public void disconnecting() {
            current = null;
        }

        @Override
        public void disconnected(BrokerAddress broker, String reason) {
            lastFailure = "lost the connection to " + broker + ": " + reason;
            event("link_lost", broker)
                    .with("reason", reason)
                    .log(() -> LOG.warnf("Lost the connection to %s as %s: %s", broker, options.clientId(), reason));
            disconnectedListeners.forEach(listener -> deliveries.submit(() -> listener.accept(reason)));
        }

        @Override
        public void failed(BrokerAddress broker, String reason) {
            var failure = "cannot connect to " + broker + ": " + reason;
            if (!failure.equals(lastFailure)) {
                event("link_failed", broker)
                        .with("reason", reason)
                        .log(() -> LOG.warnf(
                                "Cannot connect to %s as %s: %s. Trying again.", broker, options.clientId(), reason));
            }
            lastFailure = failure;
        }

        private LogEvent event(String name, BrokerAddress broker) {
            return new LogEvent(name).with("broker", broker).with("client", options.clientId());
        }

        @Override
        public void arrived(@Nullable InboundMessage message, int qos, Runnable acknowledge) {
            if (qos == 0) {
                deliveries.submitQos0(() -> subscriptions.hand(message, qos, acknowledge));
            } else {
                deliveries.submit(() -> subscriptions.hand(message, qos, acknowledge));
            }
        }
    }
}
