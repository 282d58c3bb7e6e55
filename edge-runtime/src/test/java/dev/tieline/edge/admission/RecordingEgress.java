package dev.tieline.edge.admission;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.link.PublishOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The gate to a network that keeps whatever passes. */
public final class RecordingEgress {
    private final List<OutboundMessage> sent = new CopyOnWriteArrayList<>();
    private final EgressGuard guard;
    private volatile PublishOutcome outcome = new PublishOutcome.Accepted();
    private volatile Runnable whileItWaits = () -> {};
    private volatile @Nullable Duration patience;

    public RecordingEgress(DeviceId self, DecisionPoint policy) {
        guard = new EgressGuard(self, policy, this::publish, this::publish);
    }

    public EgressGuard guard() {
        return guard;
    }

    /** Lets all that passes from now on come to this. */
    public void outcome(PublishOutcome next) {
        outcome = next;
    }

    /** What has passed so far, in order. */
    public List<OutboundMessage> sent() {
        return List.copyOf(sent);
    }

    /** What happens from now on while a message waits for its turn. */
    public void whileItWaits(Runnable event) {
        whileItWaits = event;
    }

    /** How long the last message could wait at most; null for as long as it takes. */
    public @Nullable Duration patience() {
        return patience;
    }

    private Optional<CompletableFuture<PublishOutcome>> publish(
            @Nullable Duration limit, Supplier<Optional<OutboundMessage>> writer) {
        patience = limit;
        whileItWaits.run();
        var message = writer.get();
        message.ifPresent(sent::add);
        return message.map(written -> CompletableFuture.completedFuture(outcome));
    }
}
