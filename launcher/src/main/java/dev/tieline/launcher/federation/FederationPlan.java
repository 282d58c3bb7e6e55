package dev.tieline.launcher.federation;

import java.util.HashSet;
import java.util.List;

/**
 * What a federation is made of.
 *
 * @param tenant whose federation it is
 * @param broker the program of the broker
 * @param nodes at least one, each at another address
 */
public record FederationPlan(String tenant, BrokerProgram broker, List<NodePlan> nodes) {

    public FederationPlan {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a federation needs at least one node");
        }
        var addresses = new HashSet<>();
        for (var node : nodes) {
            if (!addresses.add(node.address())) {
                throw new IllegalArgumentException("the node " + node.address() + " stands twice in a federation");
            }
        }
    }
}
