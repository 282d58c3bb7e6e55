package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.PolicyRequest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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

    /** The first hop that is not covered, and why the rule of that id does not cover it. */
    Optional<Misfit> misfit(String rule, PolicyRequest request) {
        var path = request.path();
        return IntStream.rangeClosed(1, path.hops().size())
                .mapToObj(number -> misfit(rule, Misfit.At.of(path, number), request))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Misfit> misfit(String rule, Misfit.At at, PolicyRequest request) {
        var hop = at.hop();
        var clause = clauses.get(hop.role());
        if (clause.isEmpty()) {
            return Optional.of(new Misfit(
                    rule, at, "hops." + hop.role(), "a " + hop.role() + " hop", "no " + hop.role() + " hop"));
        }
        return clause.get()
                .firstFailure(hop, request)
                .map(condition -> new Misfit(
                        rule,
                        at,
                        clause.get().path() + "." + condition.name(),
                        condition.actual(hop),
                        condition.expected(request)));
    }
}
