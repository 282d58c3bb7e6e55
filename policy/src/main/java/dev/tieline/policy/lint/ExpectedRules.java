package dev.tieline.policy.lint;

import dev.tieline.policy.lint.Finding.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tests in bundles that expect a rule to decide which no bundle has. */
final class ExpectedRules {
    private ExpectedRules() {}

    static List<Finding> findings(LintedPolicy policy) {
        var known = policy.rules().stream().map(LintedRule::id).collect(Collectors.toSet());
        return policy.bundles().stream()
                .flatMap(bundle -> findings(bundle, known).stream())
                .toList();
    }

    private static List<Finding> findings(LintedBundle bundle, Set<String> known) {
        return bundle.map().find("tests").stream()
                .flatMap(tests -> tests.asList().maps().stream())
                .flatMap(test -> test.find("rule").stream())
                .filter(rule -> !known.contains(rule.asScalar().string()))
                .map(rule -> new Finding(
                        Kind.UNKNOWN_RULE,
                        rule.place(),
                        "there is no rule " + rule.asScalar().string() + ", so the test cannot pass"))
                .toList();
    }
}
