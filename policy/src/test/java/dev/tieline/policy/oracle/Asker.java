package dev.tieline.policy.oracle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Random questions, mostly with all facts and in mid 2026. */
final class Asker {
    private static final List<String> PLACES = List.of("DE", "FR", "CH", "NO", "US-CA", "US-NY");
    private static final List<String> SOME_PLACES = List.of("DE", "FR", "CH", "NO", "US", "US-CA", "US-NY");
    private static final List<String> TAGS = List.of("health", "export");
    private static final List<String> SOME_TAGS = List.of("health", "export", "local", "undeclared");
    private static final List<String> PURPOSES = List.of("diagnostics", "billing");
    private static final List<String> SOME_PURPOSES = List.of("diagnostics", "billing", "repair", "undeclared");
    private static final Instant MID_YEAR = Lawmaker.day("2026-06-15");
    private static final List<Instant> MOMENTS = List.of(
            Instant.parse("2025-12-31T23:59:59.999999999Z"),
            Lawmaker.day("2026-01-01"),
            Lawmaker.day("2026-02-01"),
            Lawmaker.day("2026-03-01"),
            Lawmaker.day("2026-08-01"),
            Lawmaker.day("2026-09-01"),
            Instant.parse("2026-12-31T23:59:59.999999999Z"),
            Lawmaker.day("2027-01-01"),
            Lawmaker.day("2027-02-01"));

    private final Chance chance;
    private final boolean knowsAll;

    Asker(Chance chance) {
        this(chance, false);
    }

    private Asker(Chance chance, boolean knowsAll) {
        this.chance = chance;
        this.knowsAll = knowsAll;
    }

    /** One whose questions leave nothing open. */
    static Asker knowingAll(Chance chance) {
        return new Asker(chance, true);
    }

    Question question() {
        return about(chance.oneIn(3) ? MID_YEAR : chance.of(MOMENTS), path());
    }

    /** A question at a moment about a path of hops in these roles. */
    Question question(Instant at, List<String> roles) {
        return about(at, roles.stream().map(role -> new Facts(hop(role))).toList());
    }

    private Question about(Instant at, List<Facts> path) {
        return new Question(
                chance.oneIn(2)
                        ? "infer"
                        : chance.of(List.of("relay", "store", "deploy-model", "export-telemetry", "train")),
                open() ? "unknown" : chance.of(Lawmaker.CLASSES),
                tags(),
                open() ? null : chance.of(knowsAll ? PURPOSES : SOME_PURPOSES),
                open() ? null : chance.of(List.of("raw", "raw", "features", "aggregate")),
                at,
                new Facts(origin()),
                path);
    }

    private boolean open() {
        return !knowsAll && chance.oneIn(10);
    }

    private void mostly(Map<String, Object> facts, String name, Supplier<?> value) {
        if (!open()) {
            facts.put(name, value.get());
        }
    }

    private String place() {
        return chance.of(knowsAll ? PLACES : SOME_PLACES);
    }

    private List<String> tags() {
        var tags = new TreeSet<String>();
        for (var i = chance.below(5); i > 2; i--) {
            tags.add(chance.of(knowsAll ? TAGS : SOME_TAGS));
        }
        return List.copyOf(tags);
    }

    private Map<String, Object> origin() {
        var facts = site();
        mostly(facts, "tenant", () -> "acme");
        return facts;
    }

    private List<Facts> path() {
        if (chance.oneIn(3)) {
            var broker = new Facts(hop("relay"));
            return List.of(broker, new Facts(hop("process")), broker);
        }
        return roles().stream().map(role -> new Facts(hop(role))).toList();
    }

    /** Up to three. */
    List<String> roles() {
        return IntStream.range(0, chance.below(4))
                .mapToObj(i -> chance.of(List.of("process", "relay", "store")))
                .toList();
    }

    private Map<String, Object> hop(String role) {
        var facts = site();
        facts.put("role", role);
        mostly(facts, "sees", () -> chance.of(List.of("clear", "cipher", "metadata")));
        if (role.equals("store")) {
            mostly(facts, "retention", () -> 1 + chance.below(3) + "h");
        }
        return facts;
    }

    private Map<String, Object> site() {
        var facts = new TreeMap<String, Object>();
        mostly(facts, "site", () -> chance.of(Lawmaker.SITES));
        mostly(facts, "country", this::place);
        mostly(facts, "operator_home", this::place);
        mostly(facts, "access_countries", () -> chance.few(knowsAll ? PLACES : SOME_PLACES));
        mostly(facts, "tier", () -> chance.of(Lawmaker.TIERS));
        mostly(facts, "certs", () -> chance.oneIn(3) ? List.of() : chance.few(Lawmaker.CERTS));
        mostly(facts, "key_custody", () -> chance.of(Lawmaker.CUSTODIES));
        mostly(facts, "tee", () -> chance.oneIn(2));
        mostly(facts, "attested", () -> chance.oneIn(2));
        return facts;
    }
}
