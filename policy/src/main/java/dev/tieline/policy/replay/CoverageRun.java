package dev.tieline.policy.replay;

import dev.tieline.policy.Misfit;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicyCase;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.replay.Coverage.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Finds out which parts of a policy its cases decide.
 *
 * <p>A rule is decided by a case where it matched. A clause of a permit is, where its rule matched a path with a hop that
 * it speaks of, or failed at it. A clause of a forbid is, where its rule still matches without the other clauses. A
 * default is, where turning it round would turn the answer round.
 */
public final class CoverageRun {
    private final PolicyDraft draft;
    private final List<CaseResult> results;
    private final Function<List<BundleText>, PolicySet> reader;

    private CoverageRun(PolicyDraft draft, List<CaseResult> results, Function<List<BundleText>, PolicySet> reader) {
        this.draft = draft;
        this.results = results;
        this.reader = reader;
    }

    /**
     * Asks all cases.
     *
     * @param texts bundles that the reader reads without error
     * @param cases what is asked
     * @param reader reads bundles, guards included
     */
    public static Coverage of(
            List<BundleText> texts, List<PolicyCase> cases, Function<List<BundleText>, PolicySet> reader) {
        var evaluator = evaluator(reader.apply(texts));
        return new CoverageRun(PolicyDraft.of(texts), CaseResult.of(cases, evaluator), reader).coverage();
    }

    private static PolicyEvaluator evaluator(PolicySet policy) {
        return new PolicyEvaluator(new BundleState.Valid(policy));
    }

    private Coverage coverage() {
        var items = new ArrayList<Item>();
        for (var document : draft.documents()) {
            document.find("defaults")
                    .ifPresent(defaults -> defaults.asMap()
                            .entries()
                            .forEach((word, effect) ->
                                    items.add(new Item(effect.place(), "default " + word, decidesDefault(word)))));
            document.find("rules").ifPresent(rules -> rules.asList().maps().forEach(rule -> items.addAll(parts(rule))));
        }
        return new Coverage(items);
    }

    private List<Item> parts(YamlMap rule) {
        var items = new ArrayList<Item>();
        var id = rule.string("id");
        items.add(new Item(
                rule.place(), "rule " + id, results.stream().anyMatch(result -> matches(result.decision(), id))));
        rule.find("hops")
                .ifPresent(hops -> hops.asMap().entries().forEach((key, clause) -> {
                    var decided = rule.string("effect").equals("permit")
                            ? decidesPermit(rule, hops.asMap(), key)
                            : decidesForbid(rule, hops.asMap(), key);
                    items.add(new Item(clause.place(), "rule " + id + ", hops." + key, decided));
                }));
        return items;
    }

    private static boolean matches(PolicyDecision decision, String rule) {
        return decision.matched().contains(rule) || decision.audited().contains(rule);
    }

    private boolean decidesPermit(YamlMap rule, YamlMap hops, String key) {
        var id = rule.string("id");
        return results.stream()
                .anyMatch(result -> (matches(result.decision(), id) && hasHop(result, hops, key))
                        || result.decision().nearMisses().stream().anyMatch(miss -> failsAt(miss, id, key)));
    }

    /** Whether the path has a hop that the clause of a permit speaks of. */
    private static boolean hasHop(CaseResult result, YamlMap hops, String key) {
        return result.test().request().path().hops().stream()
                .map(hop -> hop.role())
                .anyMatch(role -> key.equals(role.word()) || (key.equals("any") && !hops.has(role.word())));
    }

    private static boolean failsAt(Misfit miss, String rule, String key) {
        var clause = "hops." + key;
        return miss.rule().equals(rule)
                && (miss.clause().equals(clause) || miss.clause().startsWith(clause + "."));
    }

    private boolean decidesForbid(YamlMap rule, YamlMap hops, String key) {
        var id = rule.string("id");
        var matched = results.stream()
                .filter(result -> matches(result.decision(), id))
                .map(result -> result.test().request())
                .toList();
        if (matched.isEmpty() || hops.entries().size() == 1) {
            return !matched.isEmpty();
        }
        var alone = evaluator(reader.apply(onlyClause(rule, key).texts()));
        return matched.stream().anyMatch(request -> matches(alone.decide(request), id));
    }

    private PolicyDraft onlyClause(YamlMap rule, String key) {
        return draft.with(
                "rules",
                rules -> PolicyDraft.each(
                        rules.asList(),
                        other -> other.equals(rule)
                                ? PolicyDraft.changed(rule, "hops", hops -> only(hops.asMap(), key))
                                : other));
    }

    private static YamlMap only(YamlMap map, String key) {
        return new YamlMap(map.place(), Map.of(key, map.get(key)));
    }

    private boolean decidesDefault(String word) {
        var cases = results.stream()
                .filter(result ->
                        result.test().request().label().dataClass().word().equals(word))
                .toList();
        if (cases.isEmpty()) {
            return false;
        }
        var turned = evaluator(reader.apply(draft.with("defaults", defaults -> DefaultTurn.of(defaults.asMap(), word))
                .texts()));
        return cases.stream()
                .anyMatch(result -> turned.permits(result.test().request())
                        != result.decision().permitted());
    }
}
