package dev.tieline.edge.serving;

import java.time.Duration;
import java.util.Optional;

/** What becomes of a run that wants a place. */
public sealed interface Reservation {

    /** The place, where there is one. */
    Optional<RunSlots.Place> place();

    /** It has one. */
    record Held(RunSlots.Place held) implements Reservation {
        @Override
        public Optional<RunSlots.Place> place() {
            return Optional.of(held);
        }
    }

    /**
     * It has none: the queue is full, or so long that the run would not have ended by its deadline.
     *
     * @param retryAfter when a run like it is expected to have a place, if nobody else takes it; positive
     */
    record Full(Duration retryAfter) implements Reservation {
        @Override
        public Optional<RunSlots.Place> place() {
            return Optional.empty();
        }
    }
}
