package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import java.util.Optional;

/** The candidate has not failed to run this very model lately. */
final class FailureFilter implements PlacementFilter {
    private final FailureMemory failures;

    FailureFilter(FailureMemory failures) {
        this.failures = failures;
    }

    @Override
    public String name() {
        return "failure";
    }

    @Override
    public Optional<Refusal> refuse(Demand demand, Scope scope, NodeView node) {
        return failures.of(demand, node)
                .map(failure -> Refusal.because("it failed to run " + demand.model() + ": " + failure.reason()));
    }
}
