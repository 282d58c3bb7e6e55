package dev.tieline.policy.lint;

import dev.tieline.policy.document.YamlList;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlScalar;
import dev.tieline.policy.lint.Finding.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Tags, purposes and blocs that are declared and that no rule of any level uses. */
final class UnusedNames {
    private final LintedPolicy policy;
    private final List<Finding> findings = new ArrayList<>();

    private UnusedNames(LintedPolicy policy) {
        this.policy = policy;
    }

    static List<Finding> findings(LintedPolicy policy) {
        var check = new UnusedNames(policy);
        for (var bundle : policy.bundles()) {
            check.words(bundle.map(), "tags", "tag", check.named("tags"));
            check.words(bundle.map(), "purposes", "purpose", check.named("purpose"));
        }
        check.blocs();
        return check.findings;
    }

    /** The words that rules list under a key of their {@code for}. */
    private Set<String> named(String key) {
        var named = new HashSet<String>();
        for (var rule : policy.rules()) {
            rule.map()
                    .find("for")
                    .flatMap(map -> map.asMap().find(key))
                    .ifPresent(value -> named.addAll(value.asList().strings()));
        }
        return named;
    }

    private void words(YamlMap document, String section, String what, Set<String> named) {
        var declared =
                document.find(section).map(value -> value.asList().items()).orElse(List.of());
        for (var item : declared) {
            var word = item.asScalar().string();
            if (!named.contains(word) && guards().noneMatch(guard -> guard.contains(word))) {
                findings.add(new Finding(Kind.UNUSED, item.place(), "no rule names the " + what + " " + word));
            }
        }
    }

    private Stream<String> guards() {
        return Stream.concat(policy.rules().stream().map(LintedRule::map), policy.blocs().dated().stream())
                .flatMap(map -> map.findString("when").stream());
    }

    private void blocs() {
        var used = new HashSet<String>();
        policy.rules().stream()
                .flatMap(rule -> LintedPolicy.placeLists(rule.map()))
                .forEach(list -> use(list, used));
        policy.blocs().entries().forEach((name, members) -> {
            if (!used.contains(name)) {
                findings.add(new Finding(Kind.UNUSED, members.place(), "no rule names the bloc " + name));
            }
        });
    }

    /** Marks the blocs of a list as used, and those within them. */
    private void use(YamlList list, Set<String> used) {
        for (var item : list.items()) {
            if (item instanceof YamlScalar name && used.add(name.string())) {
                var members = policy.blocs().entries().get(name.string());
                if (members != null) {
                    use(members, used);
                }
            }
        }
    }
}
