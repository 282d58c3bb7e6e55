package dev.tieline.cloud.fleet;

import dev.tieline.devices.NodeAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole fleet at one moment. Immutable.
 *
 * @param at the moment
 * @param nodes all nodes that have announced themselves, by address
 * @param late those of which nothing was heard for half the time after which a node is stale: no reason to do anything
 *     about one of them, and a hint where it is many
 */
public record FleetView(Instant at, SortedMap<NodeAddress, NodeView> nodes, Set<NodeAddress> late) {

    /** @throws IllegalArgumentException if a node stands under another's address */
    public FleetView {
        nodes.forEach((address, node) -> {
            if (!address.equals(node.address())) {
                throw new IllegalArgumentException("the node " + node.address() + " stands in the view as " + address);
            }
        });
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        late = Set.copyOf(late);
    }

    /** A fleet of which nobody is late. */
    public static FleetView of(Instant at, Collection<NodeView> nodes) {
        Map<NodeAddress, NodeView> byAddress = new TreeMap<>();
        nodes.forEach(node -> byAddress.put(node.address(), node));
        return new FleetView(at, new TreeMap<>(byAddress), Set.of());
    }

    public Optional<NodeView> find(NodeAddress address) {
        return Optional.ofNullable(nodes.get(address));
    }
}
