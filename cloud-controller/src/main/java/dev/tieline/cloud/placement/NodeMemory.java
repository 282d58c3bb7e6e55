package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the memory of one node is given to while a plan is made. What a node has loaded and nobody wants any more counts
 * as free, since the node unloads it; what its own configuration has pinned there does not.
 */
final class NodeMemory {
    private final long capacity;
    private final long pinnedBytes;
    private final Map<ModelName, Held> held = new HashMap<>();
    private final Map<ModelName, Pinned> pinned = new HashMap<>();
    private long givenBytes;

    /**
     * @param node the node
     * @param bytes the memory of the models that are asked for, by the digests of their cards
     */
    NodeMemory(NodeView node, Map<Digest, Long> bytes) {
        this.capacity = node.profile().capacity().modelMemoryBytes();
        if (node.reported() != null) {
            node.reported().models().forEach((ref, model) -> {
                if (model.pinned()) {
                    pinned.put(ref.name(), new Pinned(ref, model.card()));
                }
            });
        }
        this.pinnedBytes = pinnedBytes(node, bytes);
    }

    private record Pinned(ModelRef ref, Digest card) {}

    private record Held(ModelRef ref, long bytes, Set<String> deployments) {}

    // A node says how much all its models take together: what is not accounted for by those that come and go is pinned.
    private static long pinnedBytes(NodeView node, Map<Digest, Long> bytes) {
        var loaded = node.telemetry() == null ? 0 : node.telemetry().load().modelMemoryBytes();
        if (node.reported() == null) {
            return loaded;
        }
        var models = node.reported().models().values();
        if (models.stream().noneMatch(ReportedModel::pinned)) {
            return 0;
        }
        var unpinned = models.stream()
                .filter(model -> !model.pinned() && model.status() instanceof ModelStatus.Ready)
                .mapToLong(model -> bytes.getOrDefault(model.card(), 0L))
                .sum();
        var known = models.stream()
                .filter(ReportedModel::pinned)
                .mapToLong(model -> bytes.getOrDefault(model.card(), 0L))
                .sum();
        return Math.max(known, loaded - unpinned);
    }

    /** Why the model's name is taken by another version or card; empty if it is not. */
    Optional<String> conflict(Demand demand) {
        var name = demand.model().name();
        var own = pinned.get(name);
        if (own != null && !own.card.equals(demand.digest())) {
            return Optional.of("its own configuration pins " + own.ref + " there"
                    + (own.ref.equals(demand.model()) ? " with another card" : ""));
        }
        var other = held.get(name);
        return other == null || other.ref.equals(demand.model())
                ? Optional.empty()
                : Optional.of(other.ref + " is placed there for " + String.join(", ", other.deployments)
                        + ", and a node holds one version of a model");
    }

    /** How many bytes are missing to hold the model; 0 if it fits, or is there. */
    long missing(Demand demand) {
        var needs = needs(demand);
        return needs == 0 ? 0 : Math.max(0, needs - free());
    }

    long capacity() {
        return capacity;
    }

    /** What nothing is given to. */
    long free() {
        return capacity - pinnedBytes - givenBytes;
    }

    private long needs(Demand demand) {
        var name = demand.model().name();
        return held.containsKey(name) || pinned.containsKey(name)
                ? 0
                : demand.manifest().memoryBytes();
    }

    /** Whether room was given to a deployment. */
    boolean holds(Demand demand) {
        var there = held.get(demand.model().name());
        return there != null && there.deployments.contains(demand.name());
    }

    /** Gives room to a deployment, which must fit; nothing if it has it already. */
    void give(Demand demand) {
        if (conflict(demand).isPresent() || missing(demand) > 0) {
            throw new IllegalStateException(demand.model() + " does not fit where it was to be placed: "
                    + missing(demand) + " bytes are missing, " + conflict(demand));
        }
        var needs = needs(demand);
        held.computeIfAbsent(demand.model().name(), name -> new Held(demand.model(), needs, new TreeSet<>()))
                .deployments
                .add(demand.name());
        givenBytes += needs;
    }

    /** Takes a deployment's room back, if it had any. */
    void takeBack(Demand demand) {
        var there = held.get(demand.model().name());
        if (there != null && there.deployments.remove(demand.name()) && there.deployments.isEmpty()) {
            held.remove(demand.model().name());
            givenBytes -= there.bytes;
        }
    }
}
