package dev.tieline.policy.bundle;

import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.PolicyRequest;
import java.util.List;

/** The decision point: answers policy requests by a bundle. Pure and thread-safe. */
public final class PolicyEvaluator {
    private final BundleState state;

    public PolicyEvaluator(BundleState state) {
        this.state = state;
    }

    public BundleState state() {
        return state;
    }

    /** Decides a request. The same request and bundle always give the same decision. */
    public PolicyDecision decide(PolicyRequest request) {
        return request.path().isEmpty()
                ? new PolicyDecision.Permit(null, "the path is empty: the data stays on the node that asked", List.of())
                : new PolicyDecision.Deny(null, "no rule permits it", List.of(), List.of());
    }
}
