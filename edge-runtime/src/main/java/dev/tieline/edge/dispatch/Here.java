package dev.tieline.edge.dispatch;

import dev.tieline.edge.serving.RunSlots;
import dev.tieline.policy.PolicyDecision;
import java.time.Duration;

/** What this node can do for a call that was to be served elsewhere. */
sealed interface Here {

    /** A place is held for it. */
    record Held(RunSlots.Place place) implements Here {}

    /**
     * It has no room.
     *
     * @param retryAfter when a call like it is expected to have a place; positive
     */
    record Full(Duration retryAfter) implements Here {}

    /** Policy forbids to run it here. */
    record Forbidden(PolicyDecision.Deny decision) implements Here {}

    /** The model is not loaded here. */
    record Absent() implements Here {}
}
