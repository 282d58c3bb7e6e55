package dev.tieline.policy.bundle;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The {@code for} of a rule: all its conditions must hold; a dimension that it does not name matches all. */
final class RequestMatch {
    private final Set<Action> actions;
    private final RequestCondition[] conditions;

    /**
     * @param actions those that the rule is about
     * @param conditions one for each named dimension
     */
    RequestMatch(Set<Action> actions, List<RequestCondition> conditions) {
        this.actions = Set.copyOf(actions);
        this.conditions = conditions.toArray(RequestCondition[]::new);
    }

    /** The actions that the rule is about: those that it names, or all if it names none. */
    Set<Action> actions() {
        return actions;
    }

    /** The condition on the purpose, if the rule names any. */
    Optional<ListedPurpose> purpose() {
        return Arrays.stream(conditions)
                .filter(ListedPurpose.class::isInstance)
                .map(ListedPurpose.class::cast)
                .findFirst();
    }

    /** Whether requests of this action and class may match at all, whatever else they are. */
    boolean mayMatch(Action action, DataClass dataClass) {
        return actions.contains(action)
                && Arrays.stream(conditions).allMatch(condition -> switch (condition) {
                    case ClassUpTo(var highest) -> dataClass.compareTo(highest) <= 0;
                    case ClassFrom(var lowest) -> dataClass.compareTo(lowest) >= 0;
                    case TagsAmong tags -> true;
                    case AnyTagOf tags -> true;
                    case ListedPurpose purpose -> true;
                    case ListedConstant<?> actionOrTransform -> true;
                });
    }

    /** Whether every condition is known to hold, which is what a permit needs. */
    boolean certainly(PolicyRequest request) {
        for (var condition : conditions) {
            if (condition.test(request) != Truth.TRUE) {
                return false;
            }
        }
        return true;
    }

    /** Whether no condition is known to fail, which is all that a forbid needs. */
    boolean possibly(PolicyRequest request) {
        for (var condition : conditions) {
            if (condition.test(request) == Truth.FALSE) {
                return false;
            }
        }
        return true;
    }

    /** What a forbid matches of a request that it may match: all that it names, and any if it names nothing. */
    List<Part> parts(PolicyRequest request) {
        return Arrays.stream(conditions)
                .map(condition -> condition.part(request))
                .toList();
    }

    /** The conditions that are not known to hold. */
    List<RequestCondition> failures(PolicyRequest request) {
        return Arrays.stream(conditions)
                .filter(condition -> condition.test(request) != Truth.TRUE)
                .toList();
    }
}
