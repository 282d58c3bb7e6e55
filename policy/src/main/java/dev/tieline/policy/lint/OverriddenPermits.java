package dev.tieline.policy.lint;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.Hop.Role;
import dev.tieline.policy.lint.Finding.Kind;
import dev.tieline.policy.lint.Term.Need;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Permits that a forbid overrides whenever they match, for all of their classes or for the highest ones. */
final class OverriddenPermits {
    private final LintedPolicy policy;

    private OverriddenPermits(LintedPolicy policy) {
        this.policy = policy;
    }

    static List<Finding> findings(LintedPolicy policy) {
        var check = new OverriddenPermits(policy);
        return policy.isLarge()
                ? List.of()
                : policy.rules().stream()
                        .filter(rule -> rule.permit() && rule.enforced() && !DeadRules.isDead(rule, policy.since(rule)))
                        .map(check::finding)
                        .flatMap(Optional::stream)
                        .toList();
    }

    private Optional<Finding> finding(LintedRule permit) {
        return policy.rules().stream()
                .filter(forbid -> !forbid.permit() && forbid.enforced() && overrides(forbid, permit))
                .min(Comparator.comparing(forbid -> forbid.ask().dataClass()))
                .map(forbid -> new Finding(Kind.ALWAYS_FORBIDDEN, permit.place(), message(permit, forbid)));
    }

    private static String message(LintedRule permit, LintedRule forbid) {
        var from = forbid.ask().dataClass();
        var what = from == DataClass.PUBLIC
                ? "the permit " + permit.id() + " never decides, since"
                : "the permit " + permit.id() + " decides nothing about data that is " + from + " or higher, since";
        return what + " the rule " + forbid.id() + " on line " + forbid.place().line() + " forbids all of it";
    }

    private boolean overrides(LintedRule forbid, LintedRule permit) {
        if (forbid.when() != null || !permit.ask().isMetByForbid(forbid.ask())) {
            return false;
        }
        return forbid.hops() == null
                || Arrays.stream(Role.values()).allMatch(role -> overridesRole(forbid, permit, role));
    }

    private boolean overridesRole(LintedRule forbid, LintedRule permit, Role role) {
        var clause = permit.permitted(role);
        var others = forbid.alternatives(role);
        return clause.isEmpty()
                || Arrays.stream(policy.sinceBoth(permit, forbid))
                        .allMatch(time -> !clause.get().satisfiable(time)
                                || others.stream()
                                        .anyMatch(other ->
                                                clause.get().implies(other, Need.CERTAIN, Need.POSSIBLE, time)));
    }
}
