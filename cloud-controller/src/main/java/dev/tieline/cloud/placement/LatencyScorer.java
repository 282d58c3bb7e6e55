package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import java.time.Duration;

/**
 * How soon an answer comes: the run, the wait for a slot, and the way to the broker and back. A millisecond is worth 100
 * and every tenfold of it 25 less, so that a few percent of noise are less than a point wherever they occur.
 */
final class LatencyScorer implements PlacementScorer {
    /** What is assumed where nobody has measured a model: the middle of the scale. */
    private static final Duration UNKNOWN_RUN = Duration.ofMillis(100);

    private static final Duration UNKNOWN_ROUND_TRIP = Duration.ofMillis(10);
    private static final double PER_TENFOLD = 25;

    private final Measures measures;
    private final boolean overBroker;

    /** @param overBroker whether even callers of the node's own site come over the broker, as in routes */
    LatencyScorer(Measures measures, boolean overBroker) {
        this.measures = measures;
        this.overBroker = overBroker;
    }

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public int score(Demand demand, Scope scope, NodeView node) {
        var run = measures.runTime(demand.model(), node).orElse(UNKNOWN_RUN);
        var way = !overBroker && scope.onlyFor(node.site()) ? Duration.ZERO : roundTrip(node);
        return score(run.plus(queueWait(node, run)).plus(way));
    }

    private static Duration roundTrip(NodeView node) {
        var telemetry = node.telemetry();
        return telemetry == null || telemetry.brokerRoundTrip() == null
                ? UNKNOWN_ROUND_TRIP
                : telemetry.brokerRoundTrip();
    }

    // What waits may be for any model: it is taken to run as long as this one.
    private static Duration queueWait(NodeView node, Duration run) {
        if (node.telemetry() == null) {
            return Duration.ZERO;
        }
        var load = node.telemetry().load();
        return run.multipliedBy(load.queued()).dividedBy(load.runSlots());
    }

    static int score(Duration latency) {
        var millis = Math.max(1e-6, latency.toNanos() / 1e6);
        var score = 100 - PER_TENFOLD * StrictMath.log10(millis);
        return (int) Math.round(Math.clamp(score, 0, 100));
    }
}
