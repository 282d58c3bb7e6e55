package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The {@code hops} of a forbid: its clauses are alternatives, and one hop that may satisfy one of them is enough.
 * The clause {@code any} stands beside the clause of a role, not in its place.
 */
final class ForbidHops {
    private final ByRole<Clause[]> alternatives;

    /** @param alternatives the clauses that count for each role, those of {@code any} among them */
    ForbidHops(Map<Hop.Role, List<Clause>> alternatives) {
        this.alternatives =
                ByRole.of(role -> alternatives.getOrDefault(role, List.of()).toArray(Clause[]::new));
    }

    /** The clauses of every role. */
    Stream<Clause> clauses() {
        return Arrays.stream(Hop.Role.values()).map(alternatives::get).flatMap(Arrays::stream);
    }

    boolean match(PolicyRequest request) {
        return firstMatch(request) >= 0;
    }

    /** The index of the first hop that matches; negative if none does. */
    private int firstMatch(PolicyRequest request) {
        var hops = request.path().hops();
        for (var i = 0; i < hops.size(); i++) {
            if (matches(hops.get(i), request)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matches(Hop hop, PolicyRequest request) {
        for (var clause : alternatives.get(hop.role())) {
            if (clause.possibly(hop, request)) {
                return true;
            }
        }
        return false;
    }

    /** Which hop matched, and with what facts: {@code hop 2 (process us-east: operator_home US)}. */
    String describeMatch(PolicyRequest request) {
        var index = firstMatch(request);
        var hop = request.path().hops().get(index);
        var facts = Arrays.stream(alternatives.get(hop.role()))
                .filter(clause -> clause.possibly(hop, request))
                .findFirst()
                .map(Clause::conditions)
                .orElse(List.of())
                .stream()
                .map(condition -> Explanation.fact(condition.name(), condition.actual(hop)))
                .collect(Collectors.joining(", "));
        return Explanation.hop(index + 1, hop, facts);
    }
}
