package dev.tieline.edge.offload;

import dev.tieline.devices.NodeAddress;
import dev.tieline.models.ModelName;
import java.time.Duration;
import java.util.Optional;

/**
 * How long each node takes to answer for each model, from the broker's acknowledgement to the answer, as this node has
 * seen it: the smoothed time and its variation of RFC 6298, section 2. Late answers count too, and so does the word of a
 * node that it was too late, which took so long at least: without them only the quick ones would, and a node that becomes
 * slower would never be given more time. Thread-safe.
 */
final class AnswerTimes {
    /** No node is given up in less: a pause of its garbage collector is no reason to do its work twice. */
    private static final Duration FLOOR = Duration.ofMillis(50);

    private static final int REMEMBERED = 1_024;

    private final Recent<Key, Smoothed> times = new Recent<>(REMEMBERED, unseen -> new Smoothed());

    private record Key(NodeAddress node, ModelName model) {}

    /** The node answered with a result, or said that it was too late for one. */
    void answered(NodeAddress node, ModelName model, Duration after) {
        times.of(new Key(node, model)).add(after.toNanos());
    }

    /** By when nearly all of its answers have come: the mean and four times the variation; empty before the first. */
    Optional<Duration> expected(NodeAddress node, ModelName model) {
        return times.of(new Key(node, model)).bound().map(bound -> bound.compareTo(FLOOR) > 0 ? bound : FLOOR);
    }

    private static final class Smoothed {
        private boolean measured;
        private long mean;
        private long variation;

        synchronized void add(long sample) {
            variation = measured ? variation + (Math.abs(mean - sample) - variation) / 4 : sample / 2;
            mean = measured ? mean + (sample - mean) / 8 : sample;
            measured = true;
        }

        synchronized Optional<Duration> bound() {
            return measured ? Optional.of(Duration.ofNanos(mean + 4 * variation)) : Optional.empty();
        }
    }
}
