package dev.tieline.policy.bundle;

import dev.tieline.policy.document.YamlMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the list under {@code rules}. */
final class RulesReader {
    private final RequestMatchReader requests;
    private final HopsReader hops;
    private final Map<String, Integer> lines = new HashMap<>();

    RulesReader(Vocabulary vocabulary, Blocs blocs) {
        this.requests = new RequestMatchReader(vocabulary);
        this.hops = new HopsReader(new ConditionReader(blocs));
    }

    List<Rule> read(YamlMap bundle) {
        var rules = new ArrayList<Rule>();
        bundle.find("rules").ifPresent(value -> value.asList().notEmpty().maps().forEach(map -> rules.add(rule(map))));
        return rules;
    }

    private Rule rule(YamlMap map) {
        Unsupported.refuse(map, "when", "mode", "oblige");
        map.only("id", "effect", "for", "hops");
        var id = id(map);
        return switch (map.string("effect")) {
            case "permit" -> new PermitRule(id, requests.permit(map), hops.permit(map));
            case "forbid" -> new ForbidRule(id, requests.forbid(map), map.has("hops") ? hops.forbid(map) : null);
            default ->
                throw map.get("effect")
                        .error("unknown effect '" + map.string("effect") + "'. Legal here: permit, forbid");
        };
    }

    private String id(YamlMap map) {
        var value = map.get("id");
        var id = Names.name("rule id", value);
        var earlier = lines.putIfAbsent(id, value.place().line());
        if (earlier != null) {
            throw value.error("the rule id '" + id + "' stands here a second time; the first is on line " + earlier);
        }
        return id;
    }
}
