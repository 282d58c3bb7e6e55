package dev.tieline.devices.link;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client of the library for one attempt to connect: never reused, so that nothing of a lost connection survives
 * in its tables.
 *
 * <p>Calls are made one at a time. The library assigns topic aliases before it queues a message; two threads at once
 * could put the message that uses an alias before the one that defines it, and the broker would end the connection.
 */
final class PahoClient {
    private static final Logger LOG = Logger.getLogger(PahoClient.class);

    /** Takes arrivals without waiting. */
    interface Inbox {
        /** A message came, or something that cannot be used as one; to be acknowledged as {@link Delivery} says. */
        void arrived(@Nullable InboundMessage message, int qos, Runnable acknowledge);
    }

    /** Sender, receiver, callbacks, connect, disconnect, ping. */
    private static final int THREADS = 6;

    private static final long GOODBYE_MILLIS = 1_000;

    private final BrokerAddress broker;
    private final LinkOptions options;
    private final ReentrantLock calls = new ReentrantLock();
    private final ScheduledExecutorService threads;
    private final MqttAsyncClient client;
    private final ClientEvents events;
    private final Acknowledgements acknowledgements = new Acknowledgements(this::acknowledge);
    private @Nullable SocketFactory sockets;
    private boolean disposed;

    PahoClient(BrokerAddress broker, LinkOptions options, Inbox inbox) throws MqttException {
        this.broker = broker;
        this.options = options;
        this.threads = threads(options.clientId());
        this.client = new MqttAsyncClient(
                broker.forPaho(),
                options.clientId(),
                new MemoryPersistence(),
                new PulseCheck(options.times().keepAlive(), threads),
                threads);
        this.events = new ClientEvents(arrival -> inbox.arrived(
                arrival.message(),
                arrival.qos(),
                arrival.qos() == 0 ? () -> {} : acknowledgements.expect(arrival.messageId())));
        client.setManualAcks(true);
        client.setCallback(events);
    }

    BrokerAddress broker() {
        return broker;
    }

    /** Sends CONNECT; the will is asked for now. Completes with the CONNACK, or with the library's exception. */
    CompletableFuture<Connack> connect() throws MqttException {
        var connected = new CompletableFuture<Connack>();
        var packet = ConnectPacket.of(broker, options);
        sockets = packet.getSocketFactory();
        client.connect(
                packet,
                null,
                ClientEvents.listener(
                        token -> connected.complete(Connack.of(token)), connected::completeExceptionally));
        return connected;
    }

    /** Completes with the reason when an established connection ends without {@link #disconnect}. */
    CompletableFuture<String> lost() {
        return events.lost();
    }

    boolean connected() {
        return client.isConnected();
    }

    /** Queues the message; the listener is called on the library's thread. */
    void publish(OutboundMessage message, MqttActionListener listener) throws MqttException {
        calls.lock();
        try {
            checkUsable();
            client.publish(message.topic(), PahoMessages.toPaho(message), null, listener);
        } finally {
            calls.unlock();
        }
    }

    /** Sends one SUBSCRIBE. Completes with the reason codes, one for each subscription. */
    CompletableFuture<int[]> subscribe(List<Subscriptions.Subscription> subscriptions) throws MqttException {
        var answered = new CompletableFuture<int[]>();
        var wanted = subscriptions.stream()
                .map(subscription -> new MqttSubscription(subscription.filter(), subscription.qos()))
                .toArray(MqttSubscription[]::new);
        calls.lock();
        try {
            checkUsable();
            client.subscribe(
                    wanted,
                    null,
                    ClientEvents.listener(
                            token -> answered.complete(token.getReasonCodes()), answered::completeExceptionally),
                    new MqttProperties());
        } finally {
            calls.unlock();
        }
        return answered;
    }

    /** Sends one UNSUBSCRIBE. The broker's answer changes nothing: what comes until then finds no handler. */
    void unsubscribe(String filter) throws MqttException {
        calls.lock();
        try {
            checkUsable();
            client.unsubscribe(
                    new String[] {filter},
                    null,
                    ClientEvents.listener(
                            token -> {},
                            failure -> LOG.debugf("Still subscribed to %s: %s", filter, ReasonCode.describe(failure))),
                    new MqttProperties());
        } finally {
            calls.unlock();
        }
    }

    /** Tells the broker that a message at QoS 1 is handled, which frees its place in the receive window. */
    private void acknowledge(int messageId) {
        calls.lock();
        try {
            if (!disposed && client.isConnected()) {
                client.messageArrivedComplete(messageId, 1);
            }
        } catch (MqttException e) {
            LOG.debugf("Message %d stays unacknowledged: %s", messageId, ReasonCode.describe(e));
        } finally {
            calls.unlock();
        }
    }

    /** Says goodbye, so that the broker drops the will. Waits at most a second for the packet to leave. */
    void disconnect() {
        var gone = new CompletableFuture<Void>();
        try {
            client.disconnect(
                    0,
                    null,
                    ClientEvents.listener(token -> gone.complete(null), failure -> gone.complete(null)),
                    MqttReturnCode.RETURN_CODE_SUCCESS,
                    new MqttProperties());
            gone.get(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (MqttException | ExecutionException | TimeoutException e) {
            LOG.debugf("No orderly goodbye to %s: %s", broker, ReasonCode.describe(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends whatever is left: socket, threads, tables. The library waits here until its callback thread ends, which may
     * itself wait for one that acknowledges: so that this one gets through, the lock is not held meanwhile.
     */
    void dispose() {
        if (!retire()) {
            return;
        }
        try {
            client.disconnectForcibly(0, 0, false);
        } catch (MqttException e) {
            LOG.debugf("The connection to %s was already gone: %s", broker, ReasonCode.describe(e));
        } finally {
            close();
            closeSockets();
            threads.shutdownNow();
        }
    }

    /** Lets no call begin any more, and waits for the one that is made now. @return whether this was the first time */
    private boolean retire() {
        calls.lock();
        try {
            var first = !disposed;
            disposed = true;
            return first;
        } finally {
            calls.unlock();
        }
    }

    private void close() {
        try {
            client.close();
        } catch (MqttException e) {
            LOG.debugf("The client of %s was already closed: %s", broker, ReasonCode.describe(e));
        }
    }

    private void closeSockets() {
        if (sockets instanceof NoDelayTlsSockets left) {
            try {
                left.close();
            } catch (IOException e) {
                LOG.debugf("No orderly end of TLS with %s: %s", broker, ReasonCode.describe(e));
            }
        }
    }

    private void checkUsable() throws MqttException {
        if (disposed) {
            throw new MqttException(MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED);
        }
    }

    private static ScheduledExecutorService threads(String clientId) {
        var executor = new ScheduledThreadPoolExecutor(
                THREADS,
                Thread.ofPlatform().daemon().name("mqtt-" + clientId + "-", 0).factory());
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }
}
