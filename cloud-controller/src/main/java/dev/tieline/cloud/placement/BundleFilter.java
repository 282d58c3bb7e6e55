package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicySet;
import java.time.Instant;
import java.util.Optional;

/** Nothing is placed without a policy bundle in force. What an expired one still allows is its own answer. */
final class BundleFilter implements PlacementFilter {
    private final Optional<Refusal> refusal;

    BundleFilter(BundleState state, Instant at) {
        this.refusal = switch (state) {
            case BundleState.Absent(var reason) -> Optional.of(without(reason));
            case BundleState.Broken(var rest, var reason) -> Optional.of(without(reason));
            case BundleState.Valid(var policy) -> refusal(policy, at);
        };
    }

    private static Refusal without(String reason) {
        return Refusal.because("there is no valid policy bundle: " + reason);
    }

    private static Optional<Refusal> refusal(PolicySet policy, Instant at) {
        return policy.platform().isEmpty()
                ? Optional.of(Refusal.because("there is no valid policy bundle of the level platform beside " + policy))
                : policy.notBegun(at)
                        .map(bundle -> Refusal.because(
                                "the policy bundle " + bundle + " is not in force before " + bundle.notBefore()));
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
