package dev.tieline.edge.reconcile;

import dev.tieline.edge.call.Ticker;
import dev.tieline.models.ModelRef;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What failed, why, and when it is tried again. Each pause is drawn between the shortest one and three times the one
 * before (decorrelated jitter), so that nodes that lost one server do not all return at one moment. Not thread-safe.
 */
final class Retries {
    private final Ticker ticker;
    private final RandomGenerator random;
    private final long minNanos;
    private final long maxNanos;
    private final Map<ModelRef, Failure> failures = new TreeMap<>();

    private record Failure(String reason, long pauseNanos, long since) {}

    Retries(Ticker ticker, RandomGenerator random, Duration min, Duration max) {
        this.ticker = ticker;
        this.random = random;
        this.minNanos = min.toNanos();
        this.maxNanos = max.toNanos();
    }

    /**
     * Keeps a failure.
     *
     * @param progress whether the attempt came further than the one before; the pauses then begin small again
     */
    void failed(ModelRef model, String reason, boolean progress) {
        var before = failures.get(model);
        var pause = pause(progress ? null : before);
        failures.put(model, new Failure(reason, pause, ticker.nanos()));
    }

    /** Keeps a failure after which there is no further try before {@link #clear}. */
    void givenUp(ModelRef model, String reason) {
        failures.put(model, new Failure(reason, Long.MAX_VALUE, ticker.nanos()));
    }

    void succeeded(ModelRef model) {
        failures.remove(model);
    }

    void clear() {
        failures.clear();
    }

    /** The models whose next try is not yet due. */
    Set<ModelRef> resting() {
        return failures.keySet().stream().filter(model -> left(model) > 0).collect(Collectors.toUnmodifiableSet());
    }

    /** All that failed and have not succeeded since. */
    Map<ModelRef, String> reasons() {
        var reasons = new TreeMap<ModelRef, String>();
        failures.forEach((model, failure) -> reasons.put(model, failure.reason));
        return Collections.unmodifiableMap(reasons);
    }

    /** How long until the first that rests is due, at most the longest pause; nothing if none rests. */
    Optional<Duration> untilNext() {
        return failures.keySet().stream()
                .map(this::left)
                .filter(left -> left > 0)
                .min(Long::compare)
                .map(left -> Duration.ofNanos(Math.min(left, maxNanos)));
    }

    private long left(ModelRef model) {
        var failure = failures.get(model);
        return failure == null ? 0 : failure.pauseNanos - (ticker.nanos() - failure.since);
    }

    private long pause(@Nullable Failure before) {
        long previous = before == null ? minNanos : before.pauseNanos;
        long ceiling = previous > maxNanos / 3 ? maxNanos : Math.max(minNanos, previous * 3);
        return ceiling == minNanos ? minNanos : random.nextLong(minNanos, ceiling + 1);
    }
}
