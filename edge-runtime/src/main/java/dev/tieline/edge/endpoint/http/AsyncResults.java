package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.call.Ticker;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceError.Overloaded;
import dev.tieline.models.infer.InferenceError.TooLarge;
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
     * @param requestBytes the size of its request
     * @param cancel ends the call, whatever it is at
     * @throws InferenceException with Overloaded if there is no room now, with TooLarge if there never is
     */
    synchronized Place open(long requestBytes, Runnable cancel) {
        expire();
        if (requestBytes > bounds.bytes()) {
            throw new TooLarge("The body has " + requestBytes + " bytes, and a request that is answered later may have "
                            + bounds.bytes() + ".")
                    .asException();
        }
        if (places.size() >= bounds.number() || requestBytes > bounds.bytes() - bytes) {
            throw new Overloaded(
                            "The " + places.size() + " results that run or wait here leave no room for another. Maybe"
                                    + " fetch or delete some.",
                            RETRY,
                            null)
                    .asException();
        }
        var id = new byte[ID_BYTES];
        random.nextBytes(id);
        var place = new Place(HexFormat.of().formatHex(id), requestBytes, cancel);
        places.put(place.id, place);
        bytes += requestBytes;
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

    private synchronized void end(Place place, Ending ending) {
        if (place.ending != null || places.get(place.id) != place) {
            return;
        }
        long size = ending instanceof Ending.Answer(var body) ? body.size() : 0;
        bytes -= place.bytes;
        place.bytes = 0;
        if (size > bounds.bytes() - bytes) {
            place.ending = new Ending.Failure(
                    new Overloaded(
                            "The answer has " + size + " bytes, and of the " + bounds.bytes()
                                    + " bytes of answers that may wait here " + bytes + " are taken.",
                            RETRY,
                            null),
                    null);
        } else {
            place.ending = ending;
            place.bytes = size;
            bytes += size;
        }
        place.endedNanos = ticker.nanos();
    }

    /** One call. */
    final class Place {
        private final String id;
        private final Runnable cancel;
        private long bytes;
        private long endedNanos;
        private @Nullable Ending ending;

        private Place(String id, long bytes, Runnable cancel) {
            this.id = id;
            this.bytes = bytes;
            this.cancel = cancel;
        }

        /** What it is fetched by. */
        String id() {
            return id;
        }

        /** Keeps the end of the call, unless it was forgotten meanwhile. */
        void end(Ending how) {
            AsyncResults.this.end(this, how);
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
