package dev.tieline.edge.admission;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.link.PublishOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** The gate to a network that keeps whatever passes. */
public final class RecordingEgress {
    private final List<OutboundMessage> sent = new CopyOnWriteArrayList<>();
    private final EgressGuard guard;
    private volatile PublishOutcome outcome = new PublishOutcome.Accepted();

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

    private CompletableFuture<PublishOutcome> publish(OutboundMessage message) {
        sent.add(message);
        return CompletableFuture.completedFuture(outcome);
    }
}
