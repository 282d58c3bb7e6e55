package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.NodeAddress;
import dev.tieline.models.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The memory of all nodes while a plan is made. */
final class Ledger {
    private final Map<Digest, Long> bytes = new HashMap<>();
    private final Map<NodeAddress, NodeMemory> nodes = new HashMap<>();

    Ledger(List<Demand> demands) {
        demands.forEach(demand -> bytes.put(demand.digest(), demand.manifest().memoryBytes()));
    }

    NodeMemory of(NodeView node) {
        return nodes.computeIfAbsent(node.address(), address -> new NodeMemory(node, bytes));
    }

    /** Keeps room for a deployment where it is now, if it fits, so that no other one takes it meanwhile. */
    void reserve(Demand demand, NodeView node) {
        var memory = of(node);
        if (memory.conflict(demand).isEmpty() && memory.missing(demand) == 0) {
            memory.give(demand);
        }
    }
}
