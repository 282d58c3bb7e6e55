package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The {@code hops} of a permit: every hop must satisfy the clause of its role. A role without a clause is not
 * permitted.
 */
final class PermitHops {
    private final ByRole<Optional<Clause>> clauses;

    /** @param clauses the clause that holds for each permitted role, {@code any} already filled in */
    PermitHops(Map<Hop.Role, Clause> clauses) {
        this.clauses = ByRole.of(role -> Optional.ofNullable(clauses.get(role)));
    }

    /** The clauses of every permitted role. */
    Stream<Clause> clauses() {
        return Arrays.stream(Hop.Role.values()).map(clauses::get).flatMap(Optional::stream);
    }

    boolean cover(PolicyRequest request) {
        var hops = request.path().hops();
        for (var i = 0; i < hops.size(); i++) {
            var hop = hops.get(i);
            var clause = clauses.get(hop.role());
            if (clause.isEmpty() || !clause.get().certainly(hop, request)) {
                return false;
            }
        }
        return true;
    }

    /** The first hop that is not covered, and why. */
    Optional<HopFailure> firstFailure(PolicyRequest request) {
        var hops = request.path().hops();
        for (var i = 0; i < hops.size(); i++) {
            var failure = failure(i + 1, hops.get(i), request);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Optional<HopFailure> failure(int number, Hop hop, PolicyRequest request) {
        var clause = clauses.get(hop.role());
        if (clause.isEmpty()) {
            return Optional.of(new HopFailure(number, "hops." + hop.role(), "a " + hop.role() + " hop", "none"));
        }
        return clause.get()
                .firstFailure(hop, request)
                .map(condition -> new HopFailure(
                        number,
                        clause.get().path() + "." + condition.name(),
                        condition.actual(hop),
                        condition.expected(request)));
    }
}
