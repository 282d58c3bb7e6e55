package dev.tieline.bench.overload;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One drive: what was offered, and what became of it.
 *
 * @param seconds for how long requests arrived
 * @param answered how long answers took, late ones too; null if there was none
 * @param refusal how long refusals took; null if there was none
 * @param lag how late the generator turned to requests that were due; null only of a drive without requests
 */
record RateSample(
        double seconds,
        Counts counts,
        @Nullable Quantiles answered,
        @Nullable Quantiles refusal,
        @Nullable Quantiles lag,
        Effort effort) {

    /** The figures of a drive with a window of arrivals and a deadline for each. */
    static RateSample of(Ledger ledger, Duration window, Duration deadline, Effort effort) {
        return new RateSample(
                window.toNanos() / 1e9,
                Counts.of(ledger, deadline.toNanos()),
                Quantiles.of(ledger.times(Ending.ANSWERED)).orElse(null),
                Quantiles.of(ledger.times(ending -> ending == Ending.REFUSED || ending == Ending.REFUSED_BARELY))
                        .orElse(null),
                Quantiles.of(ledger.lags()).orElse(null),
                effort);
    }

    /** Arrivals in a second. */
    double offered() {
        return counts.arrivals() / seconds;
    }

    /** Requests answered by their deadline in a second. */
    double goodput() {
        return counts.good() / seconds;
    }

    /** The node's processor time for each answer, in microseconds, that of refusals included. */
    double cpuPerAnswer() {
        return effort.nodeCpuNanos() / 1e3 / Math.max(1, counts.answered());
    }
}
