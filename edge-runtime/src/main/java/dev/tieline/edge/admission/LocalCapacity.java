package dev.tieline.edge.admission;

import java.time.Duration;

/** What this node can do for a call right now. */
public sealed interface LocalCapacity {

    /** The model is not loaded here. */
    record Absent() implements LocalCapacity {}

    /** The model is loaded and a run slot is held for the call. */
    record SlotFree() implements LocalCapacity {}

    /** All run slots are taken; a place in the queue is held, from which the call can be run by its deadline. */
    record QueueRoom() implements LocalCapacity {}

    /**
     * All run slots are taken, and the queue is full or so long that the call would not be run by its deadline.
     *
     * @param retryAfter when the call is expected to fit, counted from now; positive
     */
    record Full(Duration retryAfter) implements LocalCapacity {
        public Full {
            if (!retryAfter.isPositive()) {
                throw new IllegalArgumentException("a full node names a time in the future, not " + retryAfter);
            }
        }

        /** It in words, for people, without a full stop. */
        public String sentence() {
            return "All run slots and the queue of this node are taken, with room expected in "
                    + Math.max(1, retryAfter.toMillis()) + " ms";
        }
    }
}
