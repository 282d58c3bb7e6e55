package dev.tieline.edge.reconcile;

import dev.tieline.edge.call.Ticker;
import dev.tieline.models.ModelRef;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Since when policy denies models, and which of these denials are young: a bundle that permits them may be on its way,
 * since nodes hear of models and of bundles in any order. Not thread-safe.
 */
final class YoungDenials {
    private final Ticker ticker;
    private final long graceNanos;
    private final Map<ModelRef, Long> since = new TreeMap<>();

    YoungDenials(Ticker ticker, Duration grace) {
        this.ticker = ticker;
        this.graceNanos = grace.toNanos();
    }

    /** Takes which models are denied now. */
    void denied(Set<ModelRef> models) {
        since.keySet().retainAll(models);
        models.forEach(model -> since.putIfAbsent(model, ticker.nanos()));
    }

    /** Those whose denial does not count as a failure yet. */
    Set<ModelRef> young() {
        return since.keySet().stream().filter(model -> left(model) > 0).collect(Collectors.toUnmodifiableSet());
    }

    /** How long until the first of them does; nothing if there is none. */
    Optional<Duration> untilNext() {
        return since.keySet().stream()
                .map(this::left)
                .filter(left -> left > 0)
                .min(Long::compare)
                .map(Duration::ofNanos);
    }

    private long left(ModelRef model) {
        var begin = since.get(model);
        return begin == null ? 0 : graceNanos - (ticker.nanos() - begin);
    }
}
