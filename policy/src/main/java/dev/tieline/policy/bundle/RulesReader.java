package dev.tieline.policy.bundle;

import dev.tieline.policy.Obligation;
import dev.tieline.policy.document.Place;
import dev.tieline.policy.document.YamlMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the list under {@code rules}. */
final class RulesReader {
    private static final String[] KEYS = {"id", "effect", "mode", "for", "hops", "when", "oblige"};

    private final RequestMatchReader requests;
    private final HopsReader hops;
    private final GuardReader guards;
    private final Map<String, Place> seen;

    /** @param seen where the rules that were read already stand, by their ids; those that are read are added */
    RulesReader(Vocabulary vocabulary, Blocs blocs, GuardReader guards, Map<String, Place> seen) {
        this.requests = new RequestMatchReader(vocabulary);
        this.hops = new HopsReader(new ConditionReader(blocs));
        this.guards = guards;
        this.seen = seen;
    }

    List<Rule> read(YamlMap bundle) {
        var rules = new ArrayList<Rule>();
        bundle.find("rules").ifPresent(value -> value.asList().notEmpty().maps().forEach(map -> rules.add(rule(map))));
        return rules;
    }

    private Rule rule(YamlMap map) {
        map.only(KEYS);
        var id = id(map);
        return switch (map.string("effect")) {
            case "permit" -> permit(id, map);
            case "forbid" -> forbid(id, map);
            default ->
                throw map.get("effect")
                        .error("unknown effect '" + map.string("effect") + "'. Legal here: permit, forbid");
        };
    }

    private PermitRule permit(String id, YamlMap map) {
        return new PermitRule(
                id, mode(map), requests.permit(map), hops.permit(map), guards.read(map), obligations(map));
    }

    private ForbidRule forbid(String id, YamlMap map) {
        map.find("oblige").ifPresent(value -> {
            throw value.error("oblige cannot stand in a forbid: what it denies is recorded in any case");
        });
        return new ForbidRule(
                id, mode(map), requests.forbid(map), map.has("hops") ? hops.forbid(map) : null, guards.read(map));
    }

    private static Mode mode(YamlMap map) {
        return map.find("mode")
                .map(value -> value.choice("mode", Mode.values(), Mode::word))
                .orElse(Mode.ENFORCE);
    }

    private static Set<Obligation> obligations(YamlMap map) {
        return map.find("oblige")
                .map(value -> Lists.of(value, item -> item.choice("obligation", Obligation.values(), Obligation::word)))
                .orElse(Set.of());
    }

    private String id(YamlMap map) {
        var value = map.get("id");
        var id = Names.name("rule id", value);
        var earlier = seen.putIfAbsent(id, value.place());
        if (earlier != null) {
            throw value.error("the rule id '" + id + "' stands here a second time; the first is "
                    + (earlier.source().equals(value.place().source())
                            ? "on line " + earlier.line()
                            : "at " + earlier.source() + ":" + earlier.line()));
        }
        return id;
    }
}
