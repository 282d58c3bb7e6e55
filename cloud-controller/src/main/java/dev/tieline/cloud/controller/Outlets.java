package dev.tieline.cloud.controller;

import dev.tieline.cloud.dispatch.Courier;
import dev.tieline.cloud.messaging.OutboundMqttMetadata;
import dev.tieline.cloud.rollout.Notice;
import dev.tieline.cloud.rollout.Outbox;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.OutboundMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Everything that leaves: notices that the broker keeps, and work and answers of dispatch.
 *
 * <p>Neither needs a bound of its own here: of notices there is one a topic under way, of dispatch what the receive
 * window lets in.
 */
@ApplicationScoped
public class Outlets implements Outbox, Courier {
    private static final MessageProperties JSON = MessageProperties.NONE.withContentType("application/json");

    private final Emitter<byte[]> notices;
    private final Emitter<byte[]> work;

    Outlets(
            @Channel("notices") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> notices,
            @Channel("work") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> work) {
        this.notices = notices;
        this.work = work;
    }

    @Override
    public CompletionStage<Void> publish(Notice notice) {
        var expiry = notice.expiry();
        var properties = expiry == null ? JSON : JSON.withExpiry(expiry);
        return emit(notices, notice.payload(), new OutboundMqttMetadata(notice.topic(), 1, true, properties));
    }

    @Override
    public CompletionStage<Void> send(OutboundMessage message) {
        return emit(
                work,
                message.payload(),
                new OutboundMqttMetadata(message.topic(), message.qos(), message.retain(), message.properties()));
    }

    private static CompletionStage<Void> emit(Emitter<byte[]> channel, byte[] payload, OutboundMqttMetadata metadata) {
        var sent = new CompletableFuture<Void>();
        channel.send(Message.of(
                payload,
                Metadata.of(metadata),
                () -> {
                    sent.complete(null);
                    return CompletableFuture.completedFuture(null);
                },
                failure -> {
                    sent.completeExceptionally(failure);
                    return CompletableFuture.completedFuture(null);
                }));
        return sent;
    }
}
