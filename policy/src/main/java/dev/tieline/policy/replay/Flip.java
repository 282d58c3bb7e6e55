package dev.tieline.policy.replay;

import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.bundle.PolicyEvaluator;
import java.util.Optional;

/**
 * A question that two policies answer differently.
 *
 * @param question what is asked
 * @param before what the first policy says
 * @param after what the second policy says: a permit where that is a denial, a denial where that is a permit
 */
public record Flip(Question question, PolicyDecision before, PolicyDecision after) {

    /** Asks both policies, and returns a flip if their answers differ. */
    public static Optional<Flip> find(Question question, PolicyEvaluator before, PolicyEvaluator after) {
        var first = before.decide(question.request());
        var second = after.decide(question.request());
        return first.permitted() == second.permitted()
                ? Optional.empty()
                : Optional.of(new Flip(question, first, second));
    }

    /** Such as {@code permit -> deny}. */
    public String direction() {
        return after.permitted() ? "deny -> permit" : "permit -> deny";
    }
}
