package dev.tieline.cloud.ingest;

import dev.tieline.cloud.dispatch.DispatchDesk;
import dev.tieline.cloud.messaging.InboundMqttMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Everything that arrives. Messages that come before the controller has started wait, and with them the broker.
 *
 * <p>Nothing is refused: what cannot be used has been counted, and would not be better a second time.
 */
@ApplicationScoped
public class Inbox {
    private static final Logger LOG = Logger.getLogger(Inbox.class);

    private final CompletableFuture<Receivers> receivers = new CompletableFuture<>();

    private final ExecutorService requests = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("tieline-dispatch-", 0).factory());

    private record Receivers(Documents documents, DispatchDesk dispatch, Rejections rejections) {}

    /** Lets in what has come, and what comes. */
    public void open(Documents documents, DispatchDesk dispatch, Rejections rejections) {
        receivers.complete(new Receivers(documents, dispatch, rejections));
    }

    @Incoming("births")
    @Incoming("states")
    @Incoming("reported")
    @Incoming("desired")
    @Incoming("routes")
    @Incoming("sites")
    @Incoming("policies")
    CompletionStage<Void> document(Message<byte[]> message) {
        return receivers.thenCompose(open -> {
            open.documents.take(metadata(message).topic(), message.getPayload());
            return message.ack();
        });
    }

    /** On a channel of its own, so that heartbeats never wait behind documents. */
    @Incoming("telemetry")
    CompletionStage<Void> telemetry(Message<byte[]> message) {
        return document(message);
    }

    /**
     * Takes the next message before it is done with this one: some wait for a placement. The receive window bounds how
     * many there are, since each is acknowledged when it is done with.
     */
    @Incoming("dispatch")
    CompletionStage<Void> dispatch(Message<byte[]> message) {
        return receivers.thenAccept(open -> {
            var unused = CompletableFuture.supplyAsync(
                            () -> dispatch(open, metadata(message), message.getPayload()), requests)
                    .thenCompose(done -> done)
                    .handle((done, failure) -> {
                        if (failure != null) {
                            LOG.error("A dispatch message failed unexpectedly", failure);
                        }
                        return message.ack();
                    });
        });
    }

    private static CompletionStage<Void> dispatch(Receivers open, InboundMqttMetadata metadata, byte[] payload) {
        try {
            return open.dispatch.handle(metadata.topic(), payload, metadata.properties());
        } catch (IllegalArgumentException e) {
            open.rejections.reject(metadata.topic(), String.valueOf(e.getMessage()));
            return CompletableFuture.completedFuture(null);
        }
    }

    private static InboundMqttMetadata metadata(Message<?> message) {
        return message.getMetadata(InboundMqttMetadata.class)
                .orElseThrow(() -> new IllegalStateException("a message without a topic came from the broker"));
    }
}
