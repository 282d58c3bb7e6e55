package dev.tieline.cloud.placement;

import dev.tieline.policy.Misfit;
import dev.tieline.policy.PolicyDecision;
import org.jspecify.annotations.Nullable;

/** Why a filter does not let a node be a candidate, and what did not fit which policy rule, where one says so. */
record Refusal(String reason, @Nullable Misfit cause) {

    static Refusal because(String reason) {
        return new Refusal(reason, null);
    }

    static Refusal denied(String what, PolicyDecision decision) {
        return new Refusal(what + ": " + decision.explain(), decision.cause().orElse(null));
    }
}
