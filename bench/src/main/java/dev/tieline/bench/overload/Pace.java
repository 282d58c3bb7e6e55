package dev.tieline.bench.overload;

import java.time.Duration;

/** Decides when the next request is due. Times are nanoseconds since the start of the drive. */
sealed interface Pace {
    /** As an answer of {@link #due}: none, or none until another has ended. */
    long NEVER = Long.MAX_VALUE;

    /**
     * When the next request is due: maybe in the past, if it should have been sent already.
     *
     * @param sent requests that were due so far
     * @param ended those of them that have ended, however they did
     * @param now the time
     */
    long due(int sent, int ended, long now);

    /**
     * Requests that arrive on the clock, evenly spaced, whatever becomes of those before: a server that is slow is not
     * spared by its own slowness.
     *
     * @param perSecond arrivals in a second, above 0
     * @param window for how long they arrive
     */
    record Open(double perSecond, Duration window) implements Pace {
        public Open {
            if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
                throw new IllegalArgumentException("a rate must be above 0 and finite, and is " + perSecond);
            }
        }

        /** How many arrive; at least 1. */
        int count() {
            return Math.max(1, (int) Math.round(perSecond * window.toNanos() / 1e9));
        }

        @Override
        public long due(int sent, int ended, long now) {
            return sent < count() ? Math.round(sent * 1e9 / perSecond) : NEVER;
        }
    }

    /**
     * Callers that each ask again as soon as they have an answer, for some time.
     *
     * @param callers how many, at least 1
     * @param window for how long new requests are made
     */
    record Closed(int callers, Duration window) implements Pace {
        public Closed {
            needCallers(callers);
        }

        @Override
        public long due(int sent, int ended, long now) {
            return sent - ended < callers && now < window.toNanos() ? now : NEVER;
        }
    }

    /**
     * The same until a number of requests has been made.
     *
     * @param callers how many, at least 1
     * @param requests how many by all callers together
     */
    record Counted(int callers, int requests) implements Pace {
        public Counted {
            needCallers(callers);
        }

        @Override
        public long due(int sent, int ended, long now) {
            return sent - ended < callers && sent < requests ? now : NEVER;
        }
    }

    private static void needCallers(int callers) {
        if (callers < 1) {
            throw new IllegalArgumentException("a closed loop needs at least 1 caller, and has " + callers);
        }
    }
}
