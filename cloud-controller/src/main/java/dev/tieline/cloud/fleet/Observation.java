package dev.tieline.cloud.fleet;

import org.jspecify.annotations.Nullable;

/** What became of one document that a node sent. */
public sealed interface Observation {

    /**
     * It holds now.
     *
     * @param changed whether anything changed that placements or routes depend on at once; slow drift, such as a
     *     latency that grows, is no change and shows in the next view
     * @param warning something odd that an operator should hear of; null where all is well
     */
    record Accepted(boolean changed, @Nullable String warning) implements Observation {}

    /**
     * It changes nothing, now or later.
     *
     * @param reason why, in one sentence without a full stop
     */
    record Ignored(String reason) implements Observation {}
}
