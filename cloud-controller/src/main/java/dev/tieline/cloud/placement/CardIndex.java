package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which nodes speak of which of the cards that are asked for: the fleet's reports, turned round once for a plan. */
final class CardIndex {
    private final Map<Key, List<Holder>> holders = new HashMap<>();

    /** A node and what it says of a card. */
    record Holder(NodeView node, ReportedModel model) {}

    private record Key(ModelRef ref, Digest card) {}

    /** The nodes stay in the given order. */
    CardIndex(Collection<NodeView> nodes, List<Demand> demands) {
        Set<Key> wanted = new HashSet<>();
        demands.forEach(demand -> wanted.add(new Key(demand.model(), demand.digest())));
        for (var node : nodes) {
            if (node.reported() != null) {
                node.reported().models().forEach((ref, model) -> {
                    var key = new Key(ref, model.card());
                    if (wanted.contains(key)) {
                        holders.computeIfAbsent(key, any -> new ArrayList<>()).add(new Holder(node, model));
                    }
                });
            }
        }
    }

    List<Holder> of(Demand demand) {
        return holders.getOrDefault(new Key(demand.model(), demand.digest()), List.of());
    }
}
