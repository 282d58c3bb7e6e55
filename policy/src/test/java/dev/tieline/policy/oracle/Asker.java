package dev.tieline.policy.oracle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Random questions, mostly with all facts and in mid 2026. */
final class Asker {
    private static final List<String> COUNTRIES = List.of("DE", "FR", "CH", "NO", "US", "US-CA", "US-NY");
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

    Asker(Chance chance) {
        this.chance = chance;
    }

    Question question() {
        return new Question(
                chance.oneIn(2)
                        ? "infer"
                        : chance.of(List.of("relay", "store", "deploy-model", "export-telemetry", "train")),
                chance.oneIn(10) ? "unknown" : chance.of(Lawmaker.CLASSES),
                tags(),
                chance.oneIn(10)
                        ? null
                        : chance.of(List.of("diagnostics", "billing", "repair", "undeclared")),
                chance.oneIn(10) ? null : chance.of(List.of("raw", "raw", "features", "aggregate")),
                chance.oneIn(3) ? MID_YEAR : chance.of(MOMENTS),
                new Facts(origin()),
                path());
    }

    private List<String> tags() {
        var tags = new TreeSet<String>();
        for (var i = chance.below(5); i > 2; i--) {
            tags.add(chance.of(List.of("health", "export", "local", "undeclared")));
        }
        return List.copyOf(tags);
    }

    private Map<String, Object> origin() {
        var facts = site();
        chance.mostly(facts, "tenant", () -> "acme");
        return facts;
    }

    private List<Facts> path() {
        if (chance.oneIn(3)) {
            var broker = new Facts(hop("relay"));
            return List.of(broker, new Facts(hop("process")), broker);
        }
        return IntStream.range(0, chance.below(4))
                .mapToObj(i -> new Facts(hop(chance.of(List.of("process", "relay", "store")))))
                .toList();
    }

    private Map<String, Object> hop(String role) {
        var facts = site();
        facts.put("role", role);
        chance.mostly(facts, "sees", () -> chance.of(List.of("clear", "cipher", "metadata")));
        if (role.equals("store")) {
            chance.mostly(facts, "retention", () -> 1 + chance.below(3) + "h");
        }
        return facts;
    }

    private Map<String, Object> site() {
        var facts = new TreeMap<String, Object>();
        chance.mostly(facts, "site", () -> chance.of(Lawmaker.SITES));
        chance.mostly(facts, "country", () -> chance.of(COUNTRIES));
        chance.mostly(facts, "operator_home", () -> chance.of(COUNTRIES));
        chance.mostly(facts, "access_countries", () -> chance.few(COUNTRIES));
        chance.mostly(facts, "tier", () -> chance.of(Lawmaker.TIERS));
        chance.mostly(facts, "certs", () -> chance.oneIn(3) ? List.of() : chance.few(Lawmaker.CERTS));
        chance.mostly(facts, "key_custody", () -> chance.of(Lawmaker.CUSTODIES));
        chance.mostly(facts, "tee", () -> chance.oneIn(2));
        chance.mostly(facts, "attested", () -> chance.oneIn(2));
        return facts;
    }
}
