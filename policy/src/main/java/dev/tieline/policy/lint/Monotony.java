package dev.tieline.policy.lint;

import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.lint.Finding.Kind;
import java.util.ArrayList;
import java.util.List;

/** Blocs where taking a member out permits more: under {@code not} in a permit, plainly in a forbid. */
final class Monotony {
    private Monotony() {}

    static List<Finding> findings(LintedPolicy policy) {
        var findings = new ArrayList<Finding>();
        for (var rule : policy.rules()) {
            for (var clause : rule.clauses()) {
                clause.terms().forEach((key, term) -> {
                    if (term instanceof PlaceTerm place && place.negated() == rule.permit()) {
                        findings.addAll(blocs(policy, rule, clause.map(), key));
                    }
                });
            }
        }
        return findings;
    }

    private static List<Finding> blocs(LintedPolicy policy, LintedRule rule, YamlMap clause, String key) {
        return LintedPolicy.list(clause.get(key)).items().stream()
                .filter(item -> policy.blocs().isBloc(item.asScalar().string()))
                .map(item -> new Finding(
                        Kind.NOT_MONOTONE,
                        item.place(),
                        "the bloc " + item.asScalar().string() + " stands "
                                + (rule.permit() ? "under not in the permit " : "plainly in the forbid ") + rule.id()
                                + ": a country that leaves it is permitted more, not less"))
                .toList();
    }
}
