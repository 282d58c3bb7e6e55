package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import java.util.List;
import java.util.Optional;

/** All filters in the order in which they are asked: the first refusal is the reason that is kept. */
final class PlacementFilters {
    private final List<PlacementFilter> inOrder;

    PlacementFilters(PlacementInput input, Sovereignty sovereignty, Ledger ledger, FailureMemory failures) {
        this.inOrder = List.of(
                new BundleFilter(input.policy().state(), input.at()),
                new FreshnessFilter(),
                new SovereigntyFilter(sovereignty),
                new VersionFilter(ledger),
                new MemoryFilter(ledger),
                new ExecutionProviderFilter(),
                new FailureFilter(failures));
    }

    /** The rejection of the first filter that refuses a node; empty if none does. */
    Optional<Rejection> reject(Demand demand, Scope scope, NodeView node) {
        for (var filter : inOrder) {
            var refusal = filter.refuse(demand, scope, node);
            if (refusal.isPresent()) {
                return Optional.of(new Rejection(
                        node.address(),
                        filter.name(),
                        refusal.get().reason(),
                        refusal.get().cause()));
            }
        }
        return Optional.empty();
    }
}
