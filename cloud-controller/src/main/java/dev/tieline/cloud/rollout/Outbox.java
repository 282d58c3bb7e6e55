package dev.tieline.cloud.rollout;

import java.util.concurrent.CompletionStage;

/** The way to the broker. */
@FunctionalInterface
public interface Outbox {

    /** Publishes a notice; completed when the broker has it, exceptionally when it has not. Does not block. */
    CompletionStage<Void> publish(Notice notice);
}
