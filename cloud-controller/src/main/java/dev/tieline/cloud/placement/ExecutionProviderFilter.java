package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import java.util.Optional;

/** The candidate has one of the execution providers that the deployment asks for, if it asks for any. */
final class ExecutionProviderFilter implements PlacementFilter {

    @Override
    public String name() {
        return "execution-provider";
    }

    @Override
    public Optional<Refusal> refuse(Demand demand, Scope scope, NodeView node) {
        var needed = demand.deployment().executionProviders();
        return needed.isEmpty() || needed.stream().anyMatch(node.profile()::has)
                ? Optional.empty()
                : Optional.of(Refusal.because("it has the execution providers "
                        + node.profile().executionProviders() + ", and one of " + needed + " is needed"));
    }
}
