package dev.tieline.edge.endpoint;

import dev.tieline.edge.call.Ticker;
import dev.tieline.models.infer.InferenceError.Overloaded;
import dev.tieline.models.infer.InferenceError.TooLarge;
import dev.tieline.models.infer.InferenceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The bounds on what is inside the node at the same time, whatever it does there: bodies are read or decoded, requests
 * wait, run or are served elsewhere, answers leave. Beyond them a request is refused, before its body is read where that
 * can be, so that the node neither spends its time on what it cannot serve nor ends for want of memory.
 *
 * <p>Whoever brings a body slowly, or takes an answer slowly, must not keep others out: when there is no room for them,
 * those that have waited for their callers for longest, and for {@link #PATIENCE} at least, lose their places. Thread-safe.
 */
final class Entrance {
    /** How long a body or an answer may be on the way before its request can lose its place to others. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** An answer that is longer has so much more of it. */
    private static final int LONG_ANSWER = 1 << 20;

    /** When to try again: room is made in less time than any header can say. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final EntranceBounds bounds;
    private final Ticker ticker;
    private final Set<Place> waiting = new LinkedHashSet<>();
    private int inside;
    private long held;

    Entrance(EntranceBounds bounds, Ticker ticker) {
        this.bounds = bounds;
        this.ticker = ticker;
    }

    /** Lets a request in; nothing if there is no room for it, which {@link #full} says. Whoever is let in must leave. */
    Optional<Place> enter() {
        var displaced = new ArrayList<Place>();
        synchronized (this) {
            displace(displaced, () -> inside < bounds.requests(), place -> place.counts);
            if (inside >= bounds.requests()) {
                return Optional.empty();
            }
            inside++;
        }
        displaced.forEach(Place::tell);
        return Optional.of(new Place(true));
    }

    /**
     * Lets a request in that is none of those of which there may only be so many: always, and bounded in the memory that it
     * holds as any other. Whoever is let in must leave.
     */
    Place aside() {
        return new Place(false);
    }

    /** What a caller is told that was not let in. */
    Overloaded full() {
        return new Overloaded(
                "All " + bounds.requests() + " requests that may be in this node at the same time are there.",
                RETRY,
                null);
    }

    /** How many requests are inside now. */
    synchronized int inside() {
        return inside;
    }

    /** How many bytes they hold. */
    synchronized long held() {
        return held;
    }

    /** Takes their places from those that have been slow for longest, until there is room or none of them is left. */
    private void displace(List<Place> displaced, BooleanSupplier room, Predicate<Place> worth) {
        var eldest = waiting.iterator();
        while (!room.getAsBoolean() && eldest.hasNext()) {
            var place = eldest.next();
            if (slow(place) && worth.test(place)) {
                eldest.remove();
                place.giveBack();
                displaced.add(place);
            }
        }
    }

    private boolean slow(Place place) {
        return ticker.nanos() - place.sinceNanos >= place.patienceNanos;
    }

    /** The place of one request, from its arrival until its answer has left. */
    final class Place {
        private final boolean counts;
        private Runnable displaced = () -> {};
        private long sinceNanos;
        private long patienceNanos;
        private long bytes;
        private boolean arriving;
        private boolean left;

        /** @param counts whether it is one of those of which there may only be so many */
        private Place(boolean counts) {
            this.counts = counts;
        }

        /**
         * Takes memory, before it is used. One that has left while its body was on the way takes none any more.
         *
         * @throws InferenceException with Overloaded if there is no room now or it has left, with TooLarge if there never is
         */
        void hold(long more) {
            var others = new ArrayList<Place>();
            try {
                take(more, others);
            } finally {
                others.forEach(Place::tell);
            }
        }

        /** Lets go of what it holds, and takes memory for something else. As {@link #hold}. */
        void holdOnly(long instead) {
            synchronized (Entrance.this) {
                held -= bytes;
                bytes = 0;
            }
            hold(instead);
        }

        private void take(long more, List<Place> others) {
            synchronized (Entrance.this) {
                if (left) {
                    refuseUnlessArriving(more);
                    return;
                }
                if (more > bounds.bytes() - bytes) {
                    throw new TooLarge("The request and what is made of it have " + (bytes + more)
                                    + " bytes, and all requests in this node together may have " + bounds.bytes()
                                    + ".")
                            .asException();
                }
                long free = bounds.bytes() - held;
                if (more > free && more <= free + slowBytes()) { // or they would lose their places for nothing
                    displace(others, () -> more <= bounds.bytes() - held, place -> place != this && place.bytes > 0);
                }
                if (more > bounds.bytes() - held) {
                    throw new Overloaded(
                                    "The requests in this node have " + held + " of the " + bounds.bytes()
                                            + " bytes that they may have together, and this one needs " + more
                                            + " more.",
                                    RETRY,
                                    null)
                            .asException();
                }
                bytes += more;
                held += more;
            }
        }

        /** Whoever brings a body is told by itself that it has lost its place; nobody works for one that has left. */
        private void refuseUnlessArriving(long more) {
            if (more > 0 && !arriving) {
                throw new Overloaded("The request has lost its place in this node.", RETRY, null).asException();
            }
        }

        /** What others hold that can lose it. */
        private long slowBytes() {
            return waiting.stream()
                    .filter(place -> place != this && slow(place))
                    .mapToLong(place -> place.bytes)
                    .sum();
        }

        /** Its body is on the way from now on; if that costs it its place, it is told so on any thread. */
        void arriving(Runnable whenDisplaced) {
            waits(whenDisplaced, PATIENCE, true);
        }

        /** Its answer of so many bytes is on the way from now on, until it leaves; as {@link #arriving}. */
        void leaving(long answer, Runnable whenDisplaced) {
            waits(whenDisplaced, PATIENCE.plus(PATIENCE.multipliedBy(answer / LONG_ANSWER)), false);
        }

        private void waits(Runnable whenDisplaced, Duration patience, boolean comes) {
            synchronized (Entrance.this) {
                arriving = comes;
                displaced = whenDisplaced;
                sinceNanos = ticker.nanos();
                patienceNanos = patience.toNanos();
                if (!left) {
                    waiting.add(this);
                }
            }
        }

        /** Its body is there. @return whether it still has its place */
        boolean arrived() {
            synchronized (Entrance.this) {
                arriving = false;
                waiting.remove(this);
                return !left;
            }
        }

        void leave() {
            synchronized (Entrance.this) {
                waiting.remove(this);
                giveBack();
            }
        }

        private void giveBack() {
            if (!left) {
                left = true;
                inside -= counts ? 1 : 0;
                held -= bytes;
                bytes = 0;
            }
        }

        private void tell() {
            displaced.run();
        }
    }
}
