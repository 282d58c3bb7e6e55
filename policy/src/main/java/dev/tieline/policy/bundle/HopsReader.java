package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.document.YamlMap;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the {@code hops} of a rule. */
final class HopsReader {
    private static final String ANY = "any";

    private final ConditionReader conditions;

    HopsReader(ConditionReader conditions) {
        this.conditions = conditions;
    }

    /** The {@code hops} of a permit: a role's own clause, or {@code any} where it has none. */
    PermitHops permit(YamlMap rule) {
        var map = clauses(rule.map("hops"));
        var clauses = new EnumMap<Hop.Role, Clause>(Hop.Role.class);
        map.find(ANY).ifPresent(value -> {
            var any = permitClause(ANY, value.asMap());
            for (var role : Hop.Role.values()) {
                clauses.put(role, any);
            }
        });
        for (var role : Hop.Role.values()) {
            map.find(role.word()).ifPresent(value -> {
                if (value.asMap().has("none")) {
                    readNone(value.asMap());
                    clauses.remove(role);
                } else {
                    clauses.put(role, permitClause(role.word(), value.asMap()));
                }
            });
        }
        return new PermitHops(clauses);
    }

    private Clause permitClause(String key, YamlMap map) {
        if (!key.equals(Hop.Role.STORE.word())) {
            map.find("retentionMax").ifPresent(value -> {
                throw value.error("retentionMax stands only in the clause store, and this is the clause " + key);
            });
        }
        if (key.equals(ANY)) {
            map.find("none").ifPresent(value -> {
                throw value.error("none stands only in the clause of a role. Maybe leave the clause any out: a role"
                        + " without a clause is not permitted");
            });
        }
        return conditions.clause("hops." + key, map);
    }

    private static void readNone(YamlMap map) {
        var value = map.get("none");
        if (map.entries().size() > 1) {
            throw value.error("none stands alone in its clause, and this clause has the keys "
                    + String.join(", ", map.entries().keySet()));
        } else if (!value.asScalar().bool()) {
            throw value.error(
                    "needs true. Maybe leave it out: a clause without conditions permits any hop of its role");
        }
    }

    /** The {@code hops} of a forbid: for each role its own clause and {@code any}, as far as they are there. */
    ForbidHops forbid(YamlMap rule) {
        var map = clauses(rule.map("hops"));
        var any = map.find(ANY).map(value -> forbidClause(ANY, value.asMap()));
        var alternatives = new EnumMap<Hop.Role, List<Clause>>(Hop.Role.class);
        for (var role : Hop.Role.values()) {
            var own = map.find(role.word()).map(value -> forbidClause(role.word(), value.asMap()));
            alternatives.put(role, Stream.of(own, any).flatMap(Optional::stream).toList());
        }
        return new ForbidHops(alternatives);
    }

    private Clause forbidClause(String key, YamlMap map) {
        map.find("none").ifPresent(value -> {
            throw value.error("none cannot stand in a forbid, which permits no hop anyway."
                    + " Maybe {} is meant: any hop of that role");
        });
        map.find("retentionMax").ifPresent(value -> {
            throw value.error("retentionMax cannot stand in a forbid. Maybe permit the stores that delete in time");
        });
        return conditions.clause("hops." + key, map);
    }

    private static YamlMap clauses(YamlMap map) {
        if (map.entries().isEmpty()) {
            throw map.error("is empty, and it needs at least one of: process, relay, store, any."
                    + " Maybe {any: {}} is meant: any path");
        }
        return map.only("process", "relay", "store", ANY);
    }
}
