package dev.tieline.policy.lint;

import dev.tieline.policy.Hop.Role;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.lint.Finding.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Permits that match nothing, and clauses that no hop satisfies. */
final class DeadRules {
    private static final Set<String> PROCESSING = Set.of("infer", "train");

    private final int[] times;
    private final LintedRule rule;
    private final List<Finding> findings = new ArrayList<>();

    private DeadRules(LintedRule rule, int[] times) {
        this.rule = rule;
        this.times = times;
    }

    static List<Finding> findings(LintedPolicy policy) {
        return policy.rules().stream()
                .flatMap(rule -> new DeadRules(rule, policy.since(rule)).findings().stream())
                .toList();
    }

    /** Whether a permit matches no request that leaves the node which asked. */
    static boolean isDead(LintedRule rule, int[] times) {
        return rule.permit() && Arrays.stream(Role.values()).noneMatch(role -> rule.mayPermit(role, times));
    }

    private List<Finding> findings() {
        if (isDead(rule, times)) {
            var why = rule.clauses().stream()
                    .map(this::hopeless)
                    .flatMap(Optional::stream)
                    .findFirst();
            add(
                    Kind.NEVER_MATCHES,
                    rule.map(),
                    "the permit " + rule.id() + " permits no hop: " + why.orElse("every role has none: true"));
            return findings;
        }
        for (var clause : rule.clauses()) {
            hopeless(clause).ifPresent(why -> add(Kind.IMPOSSIBLE_CLAUSE, clause.map(), why));
        }
        withoutProcess();
        return findings;
    }

    private void withoutProcess() {
        var actions = rule.ask().actions();
        if (rule.permit()
                && actions != null
                && PROCESSING.containsAll(actions)
                && !rule.mayPermit(Role.PROCESS, times)) {
            add(
                    Kind.NO_PROCESS,
                    rule.map(),
                    "the permit " + rule.id() + " is of "
                            + String.join(", ", actions.stream().sorted().toList())
                            + ", which some hop has to process, and it permits no hop of the role process");
        }
    }

    /** Why no hop with known facts satisfies a clause, if none does. */
    private Optional<String> hopeless(LintedClause clause) {
        if (Arrays.stream(times).anyMatch(clause::satisfiable)) {
            return Optional.empty();
        }
        var one = clause.hopeless(times);
        if (!rule.permit() && one.map(key -> isAskForUnknown(clause, key)).orElse(false)) {
            return Optional.empty();
        }
        var where = "no hop satisfies the clause " + clause.key() + " of the rule " + rule.id();
        var unknown = rule.permit() ? "" : ", unless its facts are unknown";
        return Optional.of(one.map(key -> where + unknown + ": nothing has the " + key + " that it asks for at any time"
                        + " since " + rule.bundle().notBefore())
                .orElse(where + unknown + ": its conditions "
                        + String.join(", ", clause.terms().keySet()) + " hold at different times only"));
    }

    /** A forbid of {@code not: ["*"]} is the way to write that unknown places are forbidden. */
    private static boolean isAskForUnknown(LintedClause clause, String key) {
        return clause.map().get(key) instanceof YamlMap not
                && not.strings("not").contains("*");
    }

    private void add(Kind kind, YamlMap at, String message) {
        findings.add(new Finding(kind, at.place(), message));
    }
}
