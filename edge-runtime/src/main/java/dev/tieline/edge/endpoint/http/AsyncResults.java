package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.call.Ticker;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceError.Overloaded;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipBody;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The calls whose callers fetch the answer later: those that run, and the ends of those that have ended, for a time.
 * Thread-safe.
 */
final class AsyncResults {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int ID_BYTES = 16;

    private final Ticker ticker;
    private final RandomGenerator random;
    private final ResultBounds bounds;
    private final Map<String, Place> places = new HashMap<>();
    private long bytes;

    /** How a call has ended. */
    sealed interface Ending {

        /** It was answered. */
        record Answer(OipBody body) implements Ending {}

        /**
         * It failed.
         *
         * @param trace the trace context of the call, or null
         */
        record Failure(InferenceError error, @Nullable String trace) implements Ending {}
    }

    /** Keeps nothing yet. Ids are as hard to guess as the numbers of {@code random} are. */
    AsyncResults(Ticker ticker, RandomGenerator random, ResultBounds bounds) {
        this.ticker = ticker;
        this.random = random;
        this.bounds = bounds;
    }

    Duration age() {
        return bounds.age();
    }

    /**
     * Takes a place for a call before it runs.
     *
     * @param cancel ends the call, whatever it is at
     * @throws InferenceException with Overloaded if there is no room
     */
    synchronized Place open(Runnable cancel) {
        expire();
        if (places.size() >= bounds.number() || bytes >= bounds.bytes()) {
            throw new Overloaded(
                            "The " + places.size() + " results that run or wait here leave no room for another. Maybe"
                                    + " fetch or delete some.",
                            RETRY,
                            null)
                    .asException();
        }
        var id = new byte[ID_BYTES];
        random.nextBytes(id);
        var place = new Place(HexFormat.of().formatHex(id), cancel);
        places.put(place.id, place);
        return place;
    }

    /** The place of a call that runs, or whose end is still kept. */
    synchronized Optional<Place> find(String id) {
        expire();
        return Optional.ofNullable(places.get(id));
    }

    /** Forgets those that have been kept for long enough. */
    synchronized void expire() {
        long now = ticker.nanos();
        places.values().removeIf(place -> {
            boolean old = place.ending != null
                    && now - place.endedNanos >= bounds.age().toNanos();
            bytes -= old ? place.bytes : 0;
            return old;
        });
    }

    private synchronized void remove(Place place) {
        if (places.remove(place.id, place)) {
            bytes -= place.bytes;
        }
    }

    /** @return the error that is kept instead of an answer for which there is no room */
    private synchronized Optional<InferenceError> end(Place place, Ending ending) {
        if (place.ending != null || places.get(place.id) != place) {
            return Optional.empty();
        }
        place.endedNanos = ticker.nanos();
        long size = ending instanceof Ending.Answer(var body) ? body.size() : 0;
        if (size <= bounds.bytes() - bytes) {
            place.ending = ending;
            place.bytes = size;
            bytes += size;
            return Optional.empty();
        }
        var full = new Overloaded(
                "The answer has " + size + " bytes, and of the " + bounds.bytes()
                        + " bytes of answers that may wait here " + bytes + " are taken.",
                RETRY,
                null);
        place.ending = new Ending.Failure(full, null);
        return Optional.of(full);
    }

    /** Whether nobody else sends it; who is let through sends it, and gives it back if it does not arrive. */
    private synchronized boolean claim(Place place) {
        boolean first = !place.claimed;
        place.claimed = true;
        return first;
    }

    private synchronized void giveBack(Place place) {
        place.claimed = false;
    }

    /** One call. */
    final class Place {
        private final String id;
        private final Runnable cancel;
        private long bytes;
        private long endedNanos;
        private @Nullable Ending ending;
        private boolean claimed;

        private Place(String id, Runnable cancel) {
            this.id = id;
            this.cancel = cancel;
        }

        /** What it is fetched by. */
        String id() {
            return id;
        }

        /**
         * Keeps the end of the call, unless it was forgotten meanwhile.
         *
         * @return the error that is kept instead of an answer for which there is no room
         */
        Optional<InferenceError> end(Ending how) {
            return AsyncResults.this.end(this, how);
        }

        /** Whether it is this caller's to send: an answer is sent to one at a time. */
        boolean claim() {
            return AsyncResults.this.claim(this);
        }

        /** It did not arrive: the next may have it. */
        void giveBack() {
            AsyncResults.this.giveBack(this);
        }

        /** How the call has ended; nothing while it runs. */
        Optional<Ending> ending() {
            synchronized (AsyncResults.this) {
                return Optional.ofNullable(ending);
            }
        }

        /** Forgets the call, which has ended or does without a place. */
        void forget() {
            remove(this);
        }

        /** Forgets the call, and ends it if it runs. */
        void cancel() {
            forget();
            cancel.run();
        }
    }
}
