package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.cloud.placement.PlacementDecision.Placed;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.ModelStatus;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The nodes that hold a deployment's model, or were told to.
 *
 * @param active those that were wanted
 * @param retiring those that stayed only until others answer
 * @param succeeded whether one of the wanted ones answers, so that nothing depends on the retiring any more
 */
record Holders(SortedSet<NodeAddress> active, SortedSet<NodeAddress> retiring, boolean succeeded) {

    /**
     * As the plan in force says. Where it has not placed the deployment, as after a restart of the controller or while
     * there was no policy, the nodes' own reports say: what runs is not to be moved for that.
     */
    static Holders of(Demand demand, PlacementInput input, CardIndex cards) {
        var active = new TreeSet<NodeAddress>();
        var retiring = new TreeSet<NodeAddress>();
        input.previous()
                .decision(demand.name())
                .filter(Placed.class::isInstance)
                .ifPresentOrElse(
                        decision -> decision.chosen()
                                .forEach(choice -> (choice.retires() ? retiring : active).add(choice.node())),
                        () -> cards.of(demand).stream()
                                .filter(Holders::holds)
                                .forEach(holder -> active.add(holder.node().address())));
        var succeeded = active.stream()
                .flatMap(address -> input.fleet().find(address).stream())
                .anyMatch(node -> ready(demand, node));
        return new Holders(active, retiring, succeeded);
    }

    /** Whether a node is spared by the margin. One that retires is so again while its successors do not answer. */
    boolean spares(Demand demand, NodeView node) {
        return active.contains(node.address())
                || (!succeeded && retiring.contains(node.address()) && ready(demand, node));
    }

    boolean contains(NodeAddress node) {
        return active.contains(node) || retiring.contains(node);
    }

    /** All of them, by address. */
    Collection<NodeAddress> all() {
        var all = new TreeSet<>(active);
        all.addAll(retiring);
        return all;
    }

    private static boolean ready(Demand demand, NodeView node) {
        return node.ready(demand.model(), demand.digest());
    }

    private static boolean holds(CardIndex.Holder holder) {
        return switch (holder.model().status()) {
            case ModelStatus.Pending pending -> true;
            case ModelStatus.Fetching fetching -> true;
            case ModelStatus.Loading loading -> true;
            case ModelStatus.Ready ready -> true;
            case ModelStatus.Failed failed -> true;
            case ModelStatus.Unloading unloading -> false;
        };
    }
}
