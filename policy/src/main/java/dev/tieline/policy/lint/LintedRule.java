package dev.tieline.policy.lint;

import dev.tieline.policy.Hop.Role;
import dev.tieline.policy.document.Place;
import dev.tieline.policy.document.YamlMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule, drawn for comparing it with others.
 *
 * @param map as it stands in the document
 * @param enforced whether it counts, or is only on trial
 * @param when its guard's text; null without one
 * @param hops its clauses in the order of the file; null where it has none, which only a forbid may
 * @param obliges what a permit obliges to
 * @param bundle the bundle that it is of
 */
record LintedRule(
        YamlMap map,
        String id,
        boolean permit,
        boolean enforced,
        @Nullable String when,
        Ask ask,
        @Nullable List<LintedClause> hops,
        Set<String> obliges,
        LintedBundle bundle) {

    Place place() {
        return map.place();
    }

    /** The clauses of all roles, {@code any} among them; {@code none: true} is no clause. */
    List<LintedClause> clauses() {
        return hops == null ? List.of() : hops;
    }

    /** The clause that a permit has for hops of a role, if it permits them. */
    Optional<LintedClause> permitted(Role role) {
        var own = hops(map).map(hops -> hops.has(role.word())).orElse(false);
        return clauses().stream()
                .filter(clause -> clause.key().equals(own ? role.word() : "any"))
                .findFirst();
    }

    /** The clauses of a forbid that hops of a role may satisfy. */
    List<LintedClause> alternatives(Role role) {
        return clauses().stream()
                .filter(clause -> clause.key().equals("any") || clause.key().equals(role.word()))
                .toList();
    }

    /** Whether a hop of the role with known facts may satisfy a permit at one of the times. */
    boolean mayPermit(Role role, int[] times) {
        return permitted(role)
                .map(clause -> Arrays.stream(times).anyMatch(clause::satisfiable))
                .orElse(false);
    }

    private static Optional<YamlMap> hops(YamlMap rule) {
        return rule.find("hops").map(value -> value.asMap());
    }
}
