package dev.tieline.bench.overload;

import dev.tieline.bench.measure.Latencies;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * How long requests took, from when they were due, in microseconds.
 *
 * @param p50 the median
 * @param p99 what one in a hundred exceeded
 */
record Quantiles(double p50, double p99) {

    /** The quantiles of times in nanoseconds; nothing of none. */
    static Optional<Quantiles> of(LongStream nanos) {
        var times = nanos.toArray();
        if (times.length == 0) {
            return Optional.empty();
        }
        var latencies = Latencies.of(times);
        return Optional.of(new Quantiles(latencies.micros(0.50), latencies.micros(0.99)));
    }
}
