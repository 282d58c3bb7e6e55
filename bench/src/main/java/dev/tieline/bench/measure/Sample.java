package dev.tieline.bench.measure;

import java.util.List;

/**
 * What a round of calls came to.
 *
 * @param p50 the median time of a call, in microseconds
 * @param p99 the time that one call in a hundred exceeded, in microseconds
 * @param perSecond calls that ended in a second, by all callers together
 * @param cpu processor time of a call in microseconds, user and system, of all processes that took part
 */
public record Sample(double p50, double p99, double perSecond, double cpu) {

    /** The figures of one round. */
    static Sample of(Latencies latencies, long elapsedNanos, long cpuNanos) {
        int calls = latencies.count();
        return new Sample(
                latencies.micros(0.50),
                latencies.micros(0.99),
                calls * 1e9 / Math.max(1, elapsedNanos),
                cpuNanos / 1e3 / calls);
    }

    /** The median of each figure over rounds, each figure for itself. */
    public static Sample median(List<Sample> rounds) {
        return new Sample(
                Median.of(rounds, Sample::p50),
                Median.of(rounds, Sample::p99),
                Median.of(rounds, Sample::perSecond),
                Median.of(rounds, Sample::cpu));
    }
}
