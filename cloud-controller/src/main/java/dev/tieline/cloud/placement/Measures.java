package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.models.ModelRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long models take, as the nodes of a fleet have measured it. */
final class Measures {
    private final Map<ModelRef, Duration> medians = new HashMap<>();

    Measures(Collection<NodeView> nodes) {
        var all = new HashMap<ModelRef, List<Duration>>();
        for (var node : nodes) {
            if (node.telemetry() != null) {
                node.telemetry().models().forEach((model, latency) -> {
                    if (latency.runs() > 0) {
                        all.computeIfAbsent(model, any -> new ArrayList<>()).add(latency.p50());
                    }
                });
            }
        }
        all.forEach((model, measured) -> medians.put(model, median(measured)));
    }

    /** The run time to expect of a model on a node: its own median, else that of the fleet; empty if nobody knows. */
    Optional<Duration> runTime(ModelRef model, NodeView node) {
        var telemetry = node.telemetry();
        var own = telemetry == null ? null : telemetry.models().get(model);
        return own != null && own.runs() > 0 ? Optional.of(own.p50()) : Optional.ofNullable(medians.get(model));
    }

    private static Duration median(List<Duration> measured) {
        measured.sort(null);
        return measured.get((measured.size() - 1) / 2);
    }
}
