package dev.tieline.edge.node;

import dev.tieline.edge.endpoint.Health;
import dev.tieline.edge.serving.RunSlots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What the health of this node rests on: that it has started, which is when it has loaded what its disk
 * held, that it does not drain, and that its run threads come back from the models.
 */
final class NodeHealth implements Health {
    /** A run ends at its next operator once it was told to: most do so in less. */
    private static final Duration SLOW_TO_STOP = Duration.ofSeconds(1);
    /** A run that goes on for so long after it was told to stop never ends, and neither does its thread. */
    private static final Duration NEVER_STOPS = Duration.ofMinutes(1);

    private final BooleanSupplier started;
    private final BooleanSupplier draining;
    private final RunSlots slots;

    NodeHealth(BooleanSupplier started, BooleanSupplier draining, RunSlots slots) {
        this.started = started;
        this.draining = draining;
        this.slots = slots;
    }

    @Override
    public List<String> notReady() {
        var reasons = new ArrayList<String>();
        if (draining.getAsBoolean()) {
            reasons.add("the node is shutting down");
        } else if (!started.getAsBoolean()) {
            reasons.add("the node is starting");
        }
        if (stuckFor(SLOW_TO_STOP)) {
            reasons.add("every run slot is taken by a run that is past its deadline and does not stop");
        }
        return reasons;
    }

    @Override
    public List<String> notLive() {
        return stuckFor(NEVER_STOPS)
                ? List.of("every run slot has been taken for " + NEVER_STOPS.toSeconds()
                        + " s by a run that is past its deadline and does not stop")
                : List.of();
    }

    private boolean stuckFor(Duration time) {
        return slots.stuck().filter(stuck -> stuck.compareTo(time) >= 0).isPresent();
    }
}
