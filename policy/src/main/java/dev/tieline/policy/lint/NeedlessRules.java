package dev.tieline.policy.lint;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.Hop.Role;
import dev.tieline.policy.bundle.Level;
import dev.tieline.policy.lint.Finding.Kind;
import dev.tieline.policy.lint.Term.Need;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules without which every request is answered alike, since another rule or a default says the same and more. */
final class NeedlessRules {
    private final LintedPolicy policy;

    private NeedlessRules(LintedPolicy policy) {
        this.policy = policy;
    }

    static List<Finding> findings(LintedPolicy policy) {
        var check = new NeedlessRules(policy);
        return policy.rules().stream()
                .filter(rule -> rule.enforced() && !DeadRules.isDead(rule, policy.since(rule)))
                .map(check::finding)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Finding> finding(LintedRule rule) {
        if (isAllowedAnyway(rule)) {
            return Optional.of(shadowed(rule, "the defaults allow " + rule.ask().dataClass() + " and all below it"));
        }
        return others(rule)
                .filter(other -> covers(other, rule) && !(rule.id().compareTo(other.id()) < 0 && covers(rule, other)))
                .map(other -> shadowed(
                        rule,
                        "the rule " + other.id() + " on line " + other.place().line()
                                + (rule.permit() ? " permits" : " forbids") + " all that it does"))
                .findFirst();
    }

    private Stream<LintedRule> others(LintedRule rule) {
        return policy.isLarge()
                ? Stream.of()
                : policy.rules().stream()
                        .filter(other ->
                                !other.id().equals(rule.id()) && other.enforced() && other.permit() == rule.permit());
    }

    private static Finding shadowed(LintedRule rule, String why) {
        return new Finding(Kind.SHADOWED, rule.place(), "the rule " + rule.id() + " changes no answer, since " + why);
    }

    private static boolean isAllowedAnyway(LintedRule rule) {
        if (!rule.permit()
                || rule.bundle().level() != Level.PLATFORM
                || !rule.obliges().isEmpty()) {
            return false;
        }
        var allowed = rule.bundle().map().find("defaults").stream()
                .flatMap(defaults -> defaults.asMap().entries().entrySet().stream())
                .filter(entry -> entry.getValue().asScalar().string().equals("allow"))
                .map(entry -> DataClass.of(entry.getKey()))
                .collect(Collectors.toSet());
        return Arrays.stream(DataClass.values())
                .filter(each -> each.compareTo(rule.ask().dataClass()) <= 0)
                .allMatch(allowed::contains);
    }

    /** Whether all that a rule matches is matched by another rule of the same effect. */
    private boolean covers(LintedRule wide, LintedRule narrow) {
        return narrow.permit() ? coversPermit(wide, narrow) : coversForbid(wide, narrow);
    }

    private boolean coversPermit(LintedRule wide, LintedRule narrow) {
        return wide.bundle().equals(narrow.bundle())
                && (wide.when() == null || wide.when().equals(narrow.when()))
                && wide.obliges().containsAll(narrow.obliges())
                && narrow.ask().isWithinPermit(wide.ask())
                && Arrays.stream(Role.values()).allMatch(role -> coversRole(wide, narrow, role));
    }

    private boolean coversRole(LintedRule wide, LintedRule narrow, Role role) {
        var clause = narrow.permitted(role);
        if (clause.isEmpty()) {
            return true;
        }
        var other = wide.permitted(role);
        return Arrays.stream(policy.since(narrow))
                .allMatch(time -> other.map(it -> clause.get().implies(it, Need.CERTAIN, Need.CERTAIN, time))
                        .orElse(!clause.get().satisfiable(time)));
    }

    private boolean coversForbid(LintedRule wide, LintedRule narrow) {
        var sameTime = !wide.bundle().notBefore().isAfter(narrow.bundle().notBefore());
        if (!sameTime
                || !(wide.when() == null || Objects.equals(wide.when(), narrow.when()))
                || !narrow.ask().isWithinForbid(wide.ask())) {
            return false;
        } else if (wide.hops() == null) {
            return true;
        }
        return narrow.hops() != null
                && Arrays.stream(Role.values()).allMatch(role -> coversAlternatives(wide, narrow, role));
    }

    private boolean coversAlternatives(LintedRule wide, LintedRule narrow, Role role) {
        var others = wide.alternatives(role);
        return narrow.alternatives(role).stream()
                .allMatch(clause -> Arrays.stream(policy.since(narrow))
                        .allMatch(time -> others.stream()
                                .anyMatch(other -> clause.implies(other, Need.POSSIBLE, Need.POSSIBLE, time))));
    }
}
