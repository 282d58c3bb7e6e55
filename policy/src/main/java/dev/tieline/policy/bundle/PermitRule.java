package dev.tieline.policy.bundle;

import dev.tieline.policy.NearMiss;
import dev.tieline.policy.Obligation;
import dev.tieline.policy.PolicyRequest;
import java.util.Optional;
import java.util.Set;

/**
 * A rule that permits what it certainly matches: the request and every hop of its path.
 *
 * @param obligations what it asks of whoever carries out what it permits
 */
record PermitRule(String id, Mode mode, RequestMatch request, PermitHops hops, Set<Obligation> obligations)
        implements Rule {

    PermitRule {
        obligations = Set.copyOf(obligations);
    }

    @Override
    public boolean matches(PolicyRequest asked) {
        return request.certainly(asked) && hops.cover(asked);
    }

    /** Where the rule failed, if it failed at a hop or in one single dimension of the request. */
    Optional<NearMiss> nearMiss(PolicyRequest asked) {
        var failures = request.failures(asked);
        return switch (failures.size()) {
            case 0 ->
                hops.firstFailure(asked)
                        .map(hop -> new NearMiss(id, hop.hop(), hop.clause(), hop.actual(), hop.expected()));
            case 1 -> {
                var failure = failures.getFirst();
                yield Optional.of(
                        new NearMiss(id, null, "for." + failure.name(), failure.actual(asked), failure.expected()));
            }
            default -> Optional.empty();
        };
    }
}
