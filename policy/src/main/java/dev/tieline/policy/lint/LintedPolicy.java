package dev.tieline.policy.lint;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Tier;
import dev.tieline.policy.document.YamlList;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bundles of a policy, drawn for the checks. They were read before, so everything in them is well formed.
 *
 * @param rules those of all bundles, in the order of the files
 */
record LintedPolicy(List<LintedBundle> bundles, BlocMap blocs, Territories territories, List<LintedRule> rules) {
    private static final int MOST_COMPARED = 1_000;
    private static final Set<String> PLACES = Set.of("country", "operator_home", "access_countries");

    static LintedPolicy of(List<YamlMap> documents) {
        var bundles = documents.stream().map(LintedBundle::of).toList();
        var blocs = new BlocMap(documents);
        var beginnings = bundles.stream().map(LintedBundle::notBefore).collect(Collectors.toCollection(TreeSet::new));
        var lists = documents.stream()
                .flatMap(LintedPolicy::rules)
                .flatMap(LintedPolicy::placeLists)
                .toList();
        var territories = Territories.of(blocs, beginnings, lists);
        var rules = new ArrayList<LintedRule>();
        for (var bundle : bundles) {
            rules(bundle.map()).forEach(map -> rules.add(rule(map, bundle, territories)));
        }
        return new LintedPolicy(bundles, blocs, territories, List.copyOf(rules));
    }

    /** The numbers of the moments at which a rule may be in force: bundles that have expired still forbid. */
    int[] since(LintedRule rule) {
        return territories.since(rule.bundle().notBefore());
    }

    /** The numbers of the moments at which both rules may be in force. */
    int[] sinceBoth(LintedRule one, LintedRule other) {
        var first = one.bundle().notBefore();
        var second = other.bundle().notBefore();
        return territories.since(first.isAfter(second) ? first : second);
    }

    /** Whether there are so many rules that comparing each with each would take too long. */
    boolean isLarge() {
        return rules.size() > MOST_COMPARED;
    }

    private static Stream<YamlMap> rules(YamlMap document) {
        return document.find("rules").stream().flatMap(value -> value.asList().maps().stream());
    }

    /** The clauses of a rule as they stand in the document, by role. */
    private static Stream<YamlMap> clauses(YamlMap rule) {
        return rule.find("hops").stream()
                .flatMap(hops -> hops.asMap().entries().values().stream())
                .map(YamlValue::asMap);
    }

    /** The lists of countries and blocs of a rule, negated or not. */
    static Stream<YamlList> placeLists(YamlMap rule) {
        return clauses(rule)
                .flatMap(clause -> PLACES.stream().flatMap(key -> clause.find(key).stream()))
                .map(LintedPolicy::list);
    }

    /** The list of a condition, be it plain or under {@code not}. */
    static YamlList list(YamlValue condition) {
        return condition instanceof YamlMap not ? not.list("not") : condition.asList();
    }

    private static LintedRule rule(YamlMap map, LintedBundle bundle, Territories territories) {
        var permit = map.string("effect").equals("permit");
        return new LintedRule(
                map,
                map.string("id"),
                permit,
                !map.findString("mode").orElse("enforce").equals("audit"),
                map.findString("when").orElse(null),
                permit ? Ask.permit(map) : Ask.forbid(map),
                hops(map, territories),
                Set.copyOf(map.find("oblige")
                        .map(value -> value.asList().strings())
                        .orElse(List.of())),
                bundle);
    }

    private static @Nullable List<LintedClause> hops(YamlMap rule, Territories territories) {
        return rule.find("hops")
                .map(hops -> hops.asMap().entries().entrySet().stream()
                        .filter(entry -> !entry.getValue().asMap().has("none"))
                        .map(entry -> clause(entry.getKey(), entry.getValue().asMap(), territories))
                        .toList())
                .orElse(null);
    }

    private static LintedClause clause(String key, YamlMap map, Territories territories) {
        var terms = new LinkedHashMap<String, Term>();
        map.entries().forEach((name, value) -> terms.put(name, term(name, value, territories)));
        return new LintedClause(key, map, terms);
    }

    private static Term term(String key, YamlValue value, Territories territories) {
        return switch (key) {
            case "country", "operator_home", "access_countries" -> {
                var list = list(value);
                yield new PlaceTerm(
                        value instanceof YamlMap,
                        key.equals("access_countries"),
                        Set.copyOf(list.strings()),
                        territories.of(list));
            }
            case "tier" -> words(value, Arrays.stream(Tier.values()).map(Tier::word));
            case "sees" -> words(value, Arrays.stream(Hop.Sees.values()).map(Hop.Sees::word));
            case "key_custody", "site" -> words(value, Stream.of());
            case "certs" ->
                new CertsTerm(value instanceof YamlMap, Set.copyOf(list(value).strings()));
            case "retentionMax" -> new RetentionTerm(value.asScalar().duration());
            default -> new FixedTerm(Objects.toString(value.asScalar().text()));
        };
    }

    private static Term words(YamlValue value, Stream<String> all) {
        return new WordTerm(
                value instanceof YamlMap,
                Set.copyOf(list(value).strings()),
                all.collect(Collectors.toUnmodifiableSet()));
    }
}
