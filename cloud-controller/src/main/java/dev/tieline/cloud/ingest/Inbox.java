package dev.tieline.cloud.ingest;

import dev.tieline.cloud.dispatch.DispatchDesk;
import dev.tieline.cloud.messaging.InboundMqttMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Everything that arrives. Messages that come before the controller has started wait, and with them the broker.
 *
 * <p>Nothing is refused: what cannot be used has been counted, and would not be better a second time.
 */
@ApplicationScoped
public class Inbox {
    private final CompletableFuture<Receivers> receivers = new CompletableFuture<>();

    private record Receivers(Documents documents, DispatchDesk dispatch, Rejections rejections) {}

    /** Lets in what has come, and what comes. */
    public void open(Documents documents, DispatchDesk dispatch, Rejections rejections) {
        receivers.complete(new Receivers(documents, dispatch, rejections));
    }

    @Incoming("births")
    @Incoming("states")
    @Incoming("telemetry")
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

    @Incoming("dispatch")
    CompletionStage<Void> dispatch(Message<byte[]> message) {
        return receivers
                .thenCompose(open -> dispatch(open, metadata(message), message.getPayload()))
                .thenCompose(done -> message.ack());
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
