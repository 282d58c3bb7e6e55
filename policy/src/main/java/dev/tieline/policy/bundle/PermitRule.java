package dev.tieline.policy.bundle;

import dev.tieline.policy.Misfit;
import dev.tieline.policy.Obligation;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import dev.tieline.policy.guard.Guard;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule that permits what it certainly matches: the request and every hop of its path.
 *
 * @param when what has to be true for every hop, if the rule says so
 * @param obligations what it asks of whoever carries out what it permits
 */
record PermitRule(
        String id,
        Mode mode,
        RequestMatch request,
        PermitHops hops,
        @Nullable Guard when,
        Set<Obligation> obligations) implements Rule {

    PermitRule {
        obligations = Set.copyOf(obligations);
    }

    @Override
    public boolean matches(PolicyRequest asked) {
        return request.certainly(asked) && hops.cover(asked) && guardHolds(asked);
    }

    private boolean guardHolds(PolicyRequest asked) {
        if (when == null) {
            return true;
        }
        var path = asked.path().hops();
        for (var i = 0; i < path.size(); i++) {
            if (when.test(asked, path.get(i)) != Truth.TRUE) {
                return false;
            } else if (!when.mentionsHop()) {
                return true;
            }
        }
        return true;
    }

    /** Where the rule failed, if it failed at a hop or in one single dimension of the request. */
    Optional<Misfit> nearMiss(PolicyRequest asked) {
        var failures = request.failures(asked);
        return switch (failures.size()) {
            case 0 -> hops.misfit(id, asked).or(() -> guardMisfit(asked));
            case 1 -> {
                var failure = failures.getFirst();
                yield Optional.of(
                        new Misfit(id, null, "for." + failure.name(), failure.actual(asked), failure.expected()));
            }
            default -> Optional.empty();
        };
    }

    private Optional<Misfit> guardMisfit(PolicyRequest asked) {
        var path = asked.path();
        for (var number = 1; when != null && number <= path.hops().size(); number++) {
            var at = Misfit.At.of(path, number);
            var truth = when.test(asked, at.hop());
            if (truth != Truth.TRUE) {
                return Optional.of(new Misfit(id, at, "when", Explanation.value(truth), Explanation.shortened(when)));
            }
        }
        return Optional.empty();
    }
}
