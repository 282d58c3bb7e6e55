package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.policy.bundle.BundleState;
import java.time.Instant;
import java.util.Optional;

/** Nothing is placed without a policy bundle in force. What an expired one still allows is its own answer. */
final class BundleFilter implements PlacementFilter {
    private final Optional<Refusal> refusal;

    BundleFilter(BundleState state, Instant at) {
        this.refusal = switch (state) {
            case BundleState.Absent(var reason) ->
                Optional.of(Refusal.because("there is no valid policy bundle: " + reason));
            case BundleState.Valid(var bundle) ->
                at.isBefore(bundle.notBefore())
                        ? Optional.of(Refusal.because(
                                "the policy bundle " + bundle + " is not in force before " + bundle.notBefore()))
                        : Optional.empty();
        };
    }

    @Override
    public String name() {
        return "bundle";
    }

    @Override
    public Optional<Refusal> refuse(Demand demand, Scope scope, NodeView node) {
        return refusal;
    }
}
