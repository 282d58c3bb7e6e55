package dev.tieline.policy.replay;

import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.bundle.PolicyCase;
import dev.tieline.policy.bundle.PolicyEvaluator;
import java.util.List;

/**
 * A test case and what was decided.
 *
 * @param test the case
 * @param decision the answer that it got
 */
public record CaseResult(PolicyCase test, PolicyDecision decision) {

    /** Asks all cases, in their order. */
    public static List<CaseResult> of(List<PolicyCase> cases, PolicyEvaluator evaluator) {
        return cases.stream()
                .map(test -> new CaseResult(test, evaluator.decide(test.request())))
                .toList();
    }

    public boolean passed() {
        return test.passes(decision);
    }

    /** What was decided, for people, such as {@code deny by rule a}. */
    public String got() {
        var answer = decision.permitted() ? "permit" : "deny";
        var rule = decision.decidingRule();
        return rule == null ? answer : answer + " by rule " + rule;
    }
}
