package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The {@code hops} of a forbid: its clauses are alternatives, and one hop that may satisfy one of them is enough.
 * The clause {@code any} stands beside the clause of a role, not in its place.
 */
final class ForbidHops {
    private final ByRole<Clause[]> alternatives;

    /** @param alternatives the clauses that count for each role, of which that of {@code any} comes last */
    ForbidHops(Map<Hop.Role, List<Clause>> alternatives) {
        this.alternatives =
                ByRole.of(role -> alternatives.getOrDefault(role, List.of()).toArray(Clause[]::new));
    }

    /** The clauses of every role. */
    Stream<Clause> clauses() {
        return Arrays.stream(Hop.Role.values()).map(alternatives::get).flatMap(Arrays::stream);
    }

    boolean match(Hop hop, PolicyRequest request) {
        for (var clause : alternatives.get(hop.role())) {
            if (clause.possibly(hop, request)) {
                return true;
            }
        }
        return false;
    }

    /** The clause by which a hop matches: of two that of its role. */
    Optional<Clause> firstMatch(Hop hop, PolicyRequest request) {
        return Arrays.stream(alternatives.get(hop.role()))
                .filter(clause -> clause.possibly(hop, request))
                .findFirst();
    }
}
