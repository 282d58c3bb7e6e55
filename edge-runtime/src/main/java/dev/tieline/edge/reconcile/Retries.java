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

    /** @param awaySince when the server was first found to be away that has been so ever since; null if it is not */
    private record Failure(
            String reason,
            long pauseNanos,
            long since,
            @Nullable Long awaySince) {}

    Retries(Ticker ticker, RandomGenerator random, Duration min, Duration max) {
        this.ticker = ticker;
        this.random = random;
        this.minNanos = min.toNanos();
        this.maxNanos = max.toNanos();
    }

    /** Keeps a failure. After one that came further than the attempt before it the pauses begin small again. */
    void failed(ModelRef model, Mishap mishap) {
        var before = mishap.progress() ? null : failures.get(model);
        long now = ticker.nanos();
        var earlier = before == null ? null : before.awaySince;
        var awaySince = !mishap.away() ? null : earlier == null ? Long.valueOf(now) : earlier;
        failures.put(model, new Failure(mishap.reason(), pause(before), now, awaySince));
    }

    /** Keeps a failure after which there is no further try before {@link #clear}. */
    void givenUp(ModelRef model, String reason) {
        failures.put(model, new Failure(reason, Long.MAX_VALUE, ticker.nanos(), null));
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

    /** Those of {@link #reasons} that count as failed: not where a server has been away for less than so long. */
    Map<ModelRef, String> faults(Duration away) {
        var faults = new TreeMap<ModelRef, String>();
        failures.forEach((model, failure) -> {
            var since = failure.awaySince;
            if (since == null || ticker.nanos() - since >= away.toNanos()) {
                faults.put(model, failure.reason);
            }
        });
        return Collections.unmodifiableMap(faults);
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
