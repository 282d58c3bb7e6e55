package dev.tieline.policy.lint;

import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.lint.Finding.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Guards that read facts which may be missing, and never ask by {@code has()} whether they are there. */
final class GuardedFacts {
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'");
    private static final Pattern FACT = Pattern.compile("\\b(?:request|origin|hop)\\s*\\.\\s*[a-z_]+\\b");
    private static final Pattern ASKED = Pattern.compile("\\bhas\\s*\\(\\s*(" + FACT.pattern() + ")\\s*\\)");
    private static final Set<String> ALWAYS_THERE = Set.of("request.action", "hop.role");

    private GuardedFacts() {}

    static List<Finding> findings(LintedPolicy policy) {
        var ofRules = policy.rules().stream()
                .flatMap(
                        rule -> finding(
                                rule.map(),
                                rule.permit() ? "then the permit does not match" : "then the forbid matches")
                                .stream());
        var ofMembers = policy.blocs().dated().stream()
                .flatMap(member -> finding(member, "then it is unknown whether the membership counts").stream());
        return Stream.concat(ofRules, ofMembers).toList();
    }

    private static Optional<Finding> finding(YamlMap map, String consequence) {
        return map.find("when").flatMap(guard -> {
            var facts = unasked(guard.asScalar().string());
            return facts.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Finding(
                            Kind.UNGUARDED,
                            guard.place(),
                            "the guard reads " + String.join(", ", facts) + " without has(): where that is unknown, the"
                                    + " guard fails, and " + consequence));
        });
    }

    /** The facts that a guard reads and never asks about, in alphabetical order. */
    static Set<String> unasked(String guard) {
        var code = TEXT.matcher(guard).replaceAll("''");
        var facts = new TreeSet<String>();
        FACT.matcher(code).results().forEach(match -> facts.add(match.group().replaceAll("\\s", "")));
        ASKED.matcher(code)
                .results()
                .forEach(match -> facts.remove(match.group(1).replaceAll("\\s", "")));
        facts.removeAll(ALWAYS_THERE);
        return facts;
    }
}
