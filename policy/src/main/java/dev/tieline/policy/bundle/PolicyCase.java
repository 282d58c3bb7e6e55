package dev.tieline.policy.bundle;

import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.document.Place;
import org.jspecify.annotations.Nullable;

/**
 * A request with the answer that the people who write a policy expect: a test of the policy.
 *
 * @param name what the case is about, in their words
 * @param request what is asked
 * @param expect the expected answer
 * @param rule the id of the rule that is expected to decide; null where any may
 * @param place where the case stands
 */
public record PolicyCase(
        String name,
        PolicyRequest request,
        Expected expect,
        @Nullable String rule,
        Place place) {

    /** The answers that a case may expect. */
    public enum Expected {
        PERMIT,
        DENY;

        /** The answer as files write it, such as {@code permit}. */
        public String word() {
            return this == PERMIT ? "permit" : "deny";
        }
    }

    /** Whether a decision is the expected one, decided by the expected rule where one is named. */
    public boolean passes(PolicyDecision decision) {
        return decision.permitted() == (expect == Expected.PERMIT)
                && (rule == null || rule.equals(decision.decidingRule()));
    }

    /** The expected answer for people, such as {@code deny by rule a}. */
    public String expected() {
        return rule == null ? expect.word() : expect.word() + " by rule " + rule;
    }
}
