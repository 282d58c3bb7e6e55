package dev.tieline.bench.offload;

import dev.tieline.launcher.console.CommandFailure;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** The asking end of the raw echo: a message there, a message back, matched by correlation data. Thread-safe. */
final class RawEcho implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final Map<Long, CompletableFuture<Integer>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private final RawClient client;

    /** @throws CommandFailure if the broker cannot be reached */
    RawEcho(URI broker) {
        client = RawClient.connect(broker, "bench-echo-client", EchoTopics.REPLY, this::arrived);
    }

    /**
     * Sends the body and waits for a reply of that many bytes.
     *
     * @throws CommandFailure if it does not come
     */
    void trip(byte[] body, int replyBytes) {
        long id = last.incrementAndGet();
        var reply = new CompletableFuture<Integer>();
        waiting.put(id, reply);
        var properties = new MqttProperties();
        properties.setResponseTopic(EchoTopics.REPLY);
        properties.setCorrelationData(
                ByteBuffer.allocate(Long.BYTES).putLong(id).array());
        client.publish(EchoTopics.request(replyBytes), body, properties);
        int came = await(reply);
        if (came != replyBytes) {
            throw new CommandFailure("the echo answered " + came + " bytes instead of " + replyBytes);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static int await(CompletableFuture<Integer> reply) {
        try {
            return reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("the echo was interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandFailure("the echo did not answer within " + PATIENCE_SECONDS + " s", e);
        }
    }

    private void arrived(String topic, MqttMessage message) {
        long id = ByteBuffer.wrap(message.getProperties().getCorrelationData()).getLong();
        var reply = waiting.remove(id);
        if (reply != null) {
            reply.complete(message.getPayload().length);
        }
    }
}
