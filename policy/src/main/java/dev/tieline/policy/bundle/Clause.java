package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The conditions that a rule sets for the hops of a role, all of which must hold. Without any it always holds. */
final class Clause {
    private final String path;
    private final Condition[] conditions;

    /**
     * @param path where it stands in its rule, such as {@code hops.relay}
     * @param conditions in the order of the file
     */
    Clause(String path, List<Condition> conditions) {
        this.path = path;
        this.conditions = conditions.toArray(Condition[]::new);
    }

    String path() {
        return path;
    }

    List<Condition> conditions() {
        return List.of(conditions);
    }

    /** What a forbid matches of a hop that may satisfy it. */
    List<Part> parts(Hop hop, PolicyRequest request) {
        return Arrays.stream(conditions)
                .map(condition -> condition.part(hop, request))
                .toList();
    }

    /** Whether every condition is known to hold, which is what a permit needs. */
    boolean certainly(Hop hop, PolicyRequest request) {
        for (var condition : conditions) {
            if (condition.test(hop, request) != Truth.TRUE) {
                return false;
            }
        }
        return true;
    }

    /** Whether no condition is known to fail, which is all that a forbid needs. */
    boolean possibly(Hop hop, PolicyRequest request) {
        for (var condition : conditions) {
            if (condition.test(hop, request) == Truth.FALSE) {
                return false;
            }
        }
        return true;
    }

    /** The first condition that is not known to hold. */
    Optional<Condition> firstFailure(Hop hop, PolicyRequest request) {
        return Arrays.stream(conditions)
                .filter(condition -> condition.test(hop, request) != Truth.TRUE)
                .findFirst();
    }
}
