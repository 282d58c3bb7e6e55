package dev.tieline.edge.admission;

import dev.tieline.models.infer.Mismatch;
import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.TransferPath;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What callers are told of a denial beside its sentence.
 *
 * @param rule the forbid that decided, or the permit that came nearest; null if there is neither
 * @param mismatch what did not fit it, as far as that is known
 */
public record Denial(@Nullable String rule, @Nullable Mismatch mismatch) {
    /** Policy names no rule, or had no part in it. */
    static final Denial NONE = new Denial(null, null);

    /**
     * Finds the rule and the place.
     *
     * <p>A permit that came near says itself where it failed. Of a forbid, one hop is enough, so the first hop with which
     * it denies alone is the one; and a forbid that denies without any hop asks for none.
     *
     * @param path the way that was denied
     * @param again decides anew, about another way
     */
    static Denial of(PolicyDecision.Deny deny, TransferPath path, Function<TransferPath, PolicyDecision> again) {
        var rule = deny.decidingRule();
        if (rule != null) {
            var hop = forbidden(rule, path, again);
            return new Denial(rule, hop == null ? null : new Mismatch(hop, null, null));
        }
        if (deny.nearMisses().isEmpty()) {
            return NONE;
        }
        var miss = deny.nearMisses().getFirst();
        var number = miss.hop();
        var hop = number == null || number > path.hops().size() ? null : hop(path, number);
        return new Denial(miss.rule(), new Mismatch(hop, miss.actual(), miss.expected()));
    }

    private static Mismatch.@Nullable Hop forbidden(
            String rule, TransferPath path, Function<TransferPath, PolicyDecision> again) {
        if (rule.equals(again.apply(TransferPath.EMPTY).decidingRule())) {
            return null;
        }
        for (var number = 1; number <= path.hops().size(); number++) {
            var alone = new TransferPath(List.of(path.hops().get(number - 1)));
            if (again.apply(alone) instanceof PolicyDecision.Deny deny && rule.equals(deny.decidingRule())) {
                return hop(path, number);
            }
        }
        return null;
    }

    private static Mismatch.Hop hop(TransferPath path, int number) {
        Hop hop = path.hops().get(number - 1);
        return new Mismatch.Hop(number, hop.role().word(), hop.facts().site());
    }
}
