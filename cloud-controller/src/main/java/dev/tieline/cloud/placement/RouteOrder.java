package dev.tieline.cloud.placement;

import dev.tieline.devices.NodeAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Orders the nodes of a route, best first, and changes a known order only where that is worth it. */
final class RouteOrder {
    private final int margin;
    private final int length;

    /**
     * @param margin by how many points a node must be better to pass the one before it
     * @param length how many nodes to keep
     */
    RouteOrder(int margin, int length) {
        this.margin = Math.max(1, margin);
        this.length = length;
    }

    /** The nodes of {@code totals}; those of the previous order first keep it, then neighbours swap. */
    List<NodeAddress> order(Map<NodeAddress, Integer> totals, List<NodeAddress> previous) {
        var members = members(totals, previous);
        var order = new ArrayList<NodeAddress>();
        previous.stream().filter(members::contains).forEach(order::add);
        members.stream().filter(node -> !order.contains(node)).toList().forEach(node -> insert(order, node, totals));
        while (swapsNeighbours(order, totals)) {
            // Each swap puts a better node before a worse one, so this ends.
        }
        return List.copyOf(order);
    }

    /** The best, where those of the previous order are spared by the margin; best first without that. */
    private List<NodeAddress> members(Map<NodeAddress, Integer> totals, List<NodeAddress> previous) {
        Comparator<NodeAddress> byTotal = Comparator.comparingInt(node -> -total(totals, node));
        Comparator<NodeAddress> spared =
                Comparator.comparingInt(node -> -total(totals, node) - (previous.contains(node) ? margin : 0));
        return totals.keySet().stream()
                .sorted(spared.thenComparing(Comparator.naturalOrder()))
                .limit(length)
                .sorted(byTotal.thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static void insert(List<NodeAddress> order, NodeAddress node, Map<NodeAddress, Integer> totals) {
        var place = 0;
        while (place < order.size() && total(totals, order.get(place)) >= total(totals, node)) {
            place++;
        }
        order.add(place, node);
    }

    private boolean swapsNeighbours(List<NodeAddress> order, Map<NodeAddress, Integer> totals) {
        var swapped = false;
        for (var i = 1; i < order.size(); i++) {
            if (total(totals, order.get(i)) >= total(totals, order.get(i - 1)) + margin) {
                Collections.swap(order, i - 1, i);
                swapped = true;
            }
        }
        return swapped;
    }

    private static int total(Map<NodeAddress, Integer> totals, NodeAddress node) {
        return totals.getOrDefault(node, 0);
    }
}
