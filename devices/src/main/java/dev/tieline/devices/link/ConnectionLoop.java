package dev.tieline.devices.link;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jboss.logging.Logger;

/** The thread that keeps a link connected: attempt, serve until the connection is lost, pause, again. */
final class ConnectionLoop {
    private static final Logger LOG = Logger.getLogger(ConnectionLoop.class);
    /**
     * How often a connection is asked whether it still lives, should its loss not have been reported. What is sent
     * meanwhile is due later than that; one that is due sooner shortens the pause.
     */
    private static final Duration CHECK = Duration.ofSeconds(5);

    /** A connection that lived for so long is followed by a short pause, whatever came before it. */
    private static final Duration STEADY = Duration.ofSeconds(5);

    private static final Duration REASON_LIMIT = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(6);

    /** What happens to the connections, in order. */
    interface Events extends PahoClient.Inbox {

        /** What must be answered before the connection counts as one. */
        CompletableFuture<Void> prepare(Connection connection);

        void connected(Connection connection, BrokerAddress broker);

        /** The connection must not be used for new messages from now on. */
        void disconnecting();

        void disconnected(BrokerAddress broker, String reason);

        void failed(BrokerAddress broker, String reason);
    }

    private final LinkOptions options;
    private final Events events;
    private final Backoff backoff;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile CompletableFuture<Void> pause = CompletableFuture.completedFuture(null);
    private volatile boolean closing;

    ConnectionLoop(LinkOptions options, RandomGenerator jitter, Events events) {
        this.options = options;
        this.events = events;
        this.backoff = new Backoff(options.times().minBackoff(), options.times().maxBackoff(), jitter);
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("link-" + options.clientId() + "-connections")
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Ends the pause between two attempts, if there is one now. */
    void retryNow() {
        pause.complete(null);
        wake();
    }

    /** Ends the loop after an orderly goodbye; waits for it, with a limit. */
    void close() {
        closing = true;
        wake();
        if (thread == Thread.currentThread() || thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!thread.join(CLOSE_LIMIT)) {
                LOG.warnf("The link of %s still waits for its connection to end", options.clientId());
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (var attempt = 0; !closing; attempt++) {
                var brokers = options.brokers();
                attempt(new BrokerAddress(brokers.get(attempt % brokers.size())));
                pause = new CompletableFuture<>();
                await(pause, backoff.next());
            }
        } catch (InterruptedException e) {
            LOG.debugf("The link of %s was interrupted", options.clientId());
        }
    }

    private void attempt(BrokerAddress broker) throws InterruptedException {
        PahoClient client;
        try {
            client = new PahoClient(broker, options, events);
        } catch (MqttException | IllegalArgumentException e) {
            failed(broker, ReasonCode.describe(e));
            return;
        }
        try {
            serve(client, establish(client));
        } catch (MqttException | ExecutionException e) {
            failed(broker, client.lost().getNow(ReasonCode.describe(e)));
        } catch (TimeoutException e) {
            failed(broker, "no answer within " + options.times().connectTimeout());
        } catch (RuntimeException e) {
            // The supplier of the will is a caller's code; its failure must not end the loop.
            LOG.errorf(e, "The attempt to connect to %s failed", broker);
            failed(broker, ReasonCode.describe(e));
        } finally {
            client.dispose();
        }
    }

    private void failed(BrokerAddress broker, String reason) {
        if (!closing) {
            events.failed(broker, reason);
        }
    }

    private Connection establish(PahoClient client)
            throws MqttException, ExecutionException, TimeoutException, InterruptedException {
        var connack = inTime(client.connect());
        var connection = new Connection(client, connack, options);
        var prepared = events.prepare(connection);
        var unused = client.lost().thenAccept(reason -> {
            connection.fail(reason);
            prepared.completeExceptionally(new MqttException(MqttClientException.REASON_CODE_CONNECTION_LOST));
        });
        try {
            inTime(prepared);
        } catch (ExecutionException e) {
            // The library fails what was under way a moment before it tells why the connection ended.
            wakeAt(client.lost());
            await(client.lost(), REASON_LIMIT);
            throw e;
        }
        return connection;
    }

    private void serve(PahoClient client, Connection connection) throws InterruptedException {
        var since = System.nanoTime();
        events.connected(connection, client.broker());
        var lost = client.lost();
        wakeAt(lost);
        do {
            await(lost, untilCheck(connection));
        } while (!closing
                && !lost.isDone()
                && client.connected()
                && connection.overdue().isEmpty());
        events.disconnecting();
        if (closing) {
            // A goodbye would queue behind what the broker does not read, and its thread would wait there for ever.
            if (connection.drain()) {
                client.disconnect();
            }
            return;
        }
        var reason = lost.getNow(connection.overdue().orElse("the client noticed no reason"));
        connection.fail(reason);
        events.disconnected(client.broker(), reason);
        if (System.nanoTime() - since > steady().toNanos()) {
            backoff.reset();
        }
    }

    private Duration steady() {
        var longest = options.times().maxBackoff();
        return longest.compareTo(STEADY) < 0 ? longest : STEADY;
    }

    private Duration untilCheck(Connection connection) {
        var check = Duration.ofNanos(Math.min(
                CHECK.toNanos(), Math.max(1, options.times().ackTimeout().toNanos() / 2)));
        return connection.patience().filter(left -> left.compareTo(check) < 0).orElse(check);
    }

    private <T> T inTime(CompletableFuture<T> answer)
            throws ExecutionException, TimeoutException, InterruptedException {
        wakeAt(answer);
        await(answer, options.times().connectTimeout());
        if (!answer.isDone()) {
            throw new TimeoutException();
        }
        return answer.get();
    }

    private void wakeAt(CompletableFuture<?> event) {
        var unused = event.whenComplete((result, failure) -> wake());
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the event, the closing of the link or the time limit. */
    private void await(CompletableFuture<?> event, Duration limit) throws InterruptedException {
        var left = limit.toNanos();
        lock.lock();
        try {
            while (!event.isDone() && !closing && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
