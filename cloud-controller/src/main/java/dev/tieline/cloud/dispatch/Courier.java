package dev.tieline.cloud.dispatch;

import dev.tieline.devices.link.OutboundMessage;
import java.util.concurrent.CompletionStage;

/** The way to the broker for work and answers. */
@FunctionalInterface
public interface Courier {

    /** Sends a message; completed when somebody subscribes to it and the broker has it, exceptionally otherwise. */
    CompletionStage<Void> send(OutboundMessage message);
}
