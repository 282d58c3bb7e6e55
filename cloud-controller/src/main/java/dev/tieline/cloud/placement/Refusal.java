package dev.tieline.cloud.placement;

import dev.tieline.policy.PolicyDecision;
import org.jspecify.annotations.Nullable;

/** Why a filter does not let a node be a candidate, and the policy rule that decided, where one did. */
record Refusal(String reason, @Nullable String rule) {

    static Refusal because(String reason) {
        return new Refusal(reason, null);
    }

    static Refusal denied(String what, PolicyDecision decision) {
        return new Refusal(what + ": " + decision.explain(), decision.decidingRule());
    }
}
