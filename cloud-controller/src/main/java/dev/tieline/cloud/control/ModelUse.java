package dev.tieline.cloud.control;

import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.NodeAddress;
import dev.tieline.models.ModelRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which models were run since it was asked last, by the counts that nodes tell. Not thread-safe. */
final class ModelUse {
    private final Map<Counted, Long> counts = new HashMap<>();

    // A node counts from zero in each of its lives.
    private record Counted(NodeAddress node, long birth, ModelRef model) {}

    /** The models that some node has run since the last call. */
    Set<ModelRef> since(FleetView fleet) {
        var used = new HashSet<ModelRef>();
        var seen = new HashSet<Counted>();
        for (var node : fleet.nodes().values()) {
            note(node, used, seen);
        }
        counts.keySet().retainAll(seen);
        return used;
    }

    private void note(NodeView node, Set<ModelRef> used, Set<Counted> seen) {
        var telemetry = node.telemetry();
        if (telemetry == null) {
            return;
        }
        telemetry.models().forEach((model, latency) -> {
            var counted = new Counted(node.address(), telemetry.birth(), model);
            seen.add(counted);
            var before = counts.put(counted, latency.runs());
            if (latency.runs() > (before == null ? 0 : before)) {
                used.add(model);
            }
        });
    }
}
