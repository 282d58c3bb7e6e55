package dev.tieline.policy.bundle;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.Tier;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.Transform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Random bundles and requests that meet often enough to be interesting. The same seed gives the same ones. */
final class RandomPolicies {
    private static final List<String> COUNTRIES = List.of("DE", "FR", "CH", "NO", "US", "US-CA", "US-NY");
    private static final List<String> PLACES = List.of("DE", "US", "US-CA", "EU", "EEA", "ADEQUATE", "WIDE");
    private static final List<String> CLASSES = List.of("public", "internal", "personal", "special");
    private static final List<String> TAGS = List.of("health", "export");
    private static final List<String> PURPOSES = List.of("diagnostics", "billing");
    private static final List<String> SITES = List.of("a", "b", "c");
    private static final List<String> CERTS = List.of("c5", "dpf");
    private static final List<String> CUSTODIES = List.of("customer", "operator");
    private static final List<Instant> MOMENTS = List.of(
            Instant.parse("2025-12-31T00:00:00Z"),
            Instant.parse("2026-03-01T00:00:00Z"),
            Instant.parse("2026-02-01T00:00:00Z"),
            Instant.parse("2026-06-01T00:00:00Z"),
            Instant.parse("2026-08-01T00:00:00Z"),
            Instant.parse("2026-09-01T00:00:00Z"),
            Instant.parse("2027-01-01T00:00:00Z"));

    private final Random random;

    RandomPolicies(long seed) {
        this.random = new Random(seed);
    }

    /** The lines of a bundle above its rules. */
    String head() {
        var open = random.nextInt(CLASSES.size() + 1);
        var defaults = IntStream.range(0, CLASSES.size())
                .filter(i -> i < open || random.nextBoolean())
                .mapToObj(i -> CLASSES.get(i) + ": " + (i < open ? "allow" : "deny"))
                .collect(Collectors.joining(", "));
        return """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: random, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
                tags: [health, export]
                purposes: [diagnostics, billing]
                blocs:
                  WIDE: [EEA, ADEQUATE]
                  EEA: [EU, "NO"]
                  ADEQUATE:
                    - {country: CH, from: 2000-07-26}
                    - {country: US, from: 2026-02-01, until: 2026-08-01}
                    - {country: US-NY, from: 2020-01-01}
                    - {country: "NO", from: 2000-01-01, suspended: true}
                defaults: {%s}
                rules:
                """.formatted(defaults);
    }

    /** Rules, one a line. */
    List<String> rules() {
        var count = 1 + random.nextInt(5);
        return IntStream.range(0, count)
                .mapToObj(i -> rule("r" + i, random.nextInt(10) < 7))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    List<String> shuffled(List<String> rules) {
        var other = new ArrayList<>(rules);
        Collections.shuffle(other, random);
        return other;
    }

    String forbid(String id) {
        return rule(id, false);
    }

    private String rule(String id, boolean permit) {
        var parts = new ArrayList<String>();
        parts.add("id: " + id);
        parts.add("effect: " + (permit ? "permit" : "forbid"));
        var match = match(permit);
        if (!match.equals("{}")) {
            parts.add("for: " + match);
        }
        if (permit || random.nextInt(4) > 0) {
            parts.add("hops: " + hops(permit));
        }
        return "  - {" + String.join(", ", parts) + "}\n";
    }

    private String match(boolean permit) {
        var dimensions = new LinkedHashMap<String, String>();
        if (permit || random.nextInt(3) == 0) {
            dimensions.put("class", list(CLASSES));
        }
        if (random.nextInt(2) == 0) {
            dimensions.put("tags", permit && random.nextBoolean() ? "[\"*\"]" : list(TAGS));
        }
        if (random.nextInt(6) == 0) {
            dimensions.put("purpose", list(PURPOSES));
        }
        if (random.nextInt(8) == 0) {
            dimensions.put("action", list(List.of("infer", "relay", "train")));
        }
        if (random.nextInt(6) == 0) {
            dimensions.put("transform", list(List.of("raw", "features")));
        }
        return map(dimensions);
    }

    private String hops(boolean permit) {
        var clauses = new LinkedHashMap<String, String>();
        for (var role : List.of("process", "relay", "store")) {
            if (random.nextInt(3) == 0) {
                clauses.put(role, permit && random.nextInt(6) == 0 ? "{none: true}" : clause(role, permit));
            }
        }
        if (clauses.isEmpty() || random.nextInt(2) == 0) {
            clauses.put("any", clause("any", permit));
        }
        return map(clauses);
    }

    private String clause(String role, boolean permit) {
        var conditions = new LinkedHashMap<String, String>();
        for (var i = random.nextInt(3); i > 0; i--) {
            condition(conditions);
        }
        if (permit && role.equals("store") && random.nextBoolean()) {
            conditions.put("retentionMax", "2h");
        }
        return map(conditions);
    }

    private void condition(Map<String, String> conditions) {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> conditions.put("country", orNot(places()));
            case 3 -> conditions.put("operator_home", orNot(places()));
            case 4 -> conditions.put("access_countries", orNot(places()));
            case 5 -> conditions.put("tier", orNot(list(List.of("gateway", "site", "region"))));
            case 6 -> conditions.put("key_custody", orNot(list(CUSTODIES)));
            case 7 -> conditions.put("sees", orNot(list(List.of("clear", "cipher", "metadata"))));
            case 8 -> conditions.put("site", orNot(list(SITES)));
            case 9 -> conditions.put("certs", orNot(list(CERTS)));
            case 10 -> conditions.put(random.nextBoolean() ? "tee" : "attested", "" + random.nextBoolean());
            default -> conditions.put("same", one(List.of("origin.site", "origin.country", "origin.operator_home")));
        }
    }

    private String places() {
        return random.nextInt(8) == 0 ? "[\"*\"]" : list(PLACES);
    }

    private String orNot(String list) {
        return random.nextInt(3) == 0 ? "{not: " + list + "}" : list;
    }

    private static String map(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private String list(List<String> from) {
        var items = new TreeSet<String>();
        for (var i = random.nextInt(2); i >= 0; i--) {
            items.add(one(from));
        }
        return items.toString();
    }

    private <T> T one(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private <T> @Nullable T mostly(Supplier<T> fact) {
        return random.nextInt(8) > 0 ? fact.get() : null;
    }

    PolicyRequest request() {
        var tags = new TreeSet<String>();
        for (var i = random.nextInt(5); i > 2; i--) {
            tags.add(one(List.of("health", "export", "undeclared")));
        }
        return new PolicyRequest(
                one(List.of(Action.values())),
                new DataLabel(one(List.of(DataClass.values())), tags),
                mostly(() -> one(List.of("diagnostics", "billing", "undeclared"))),
                mostly(() -> one(List.of(Transform.values()))),
                random.nextBoolean() ? MOMENTS.get(1) : one(MOMENTS),
                new Origin("acme", facts()),
                new TransferPath(IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> hop())
                        .toList()));
    }

    private Hop hop() {
        var role = one(List.of(Hop.Role.values()));
        var retention = role == Hop.Role.STORE ? mostly(() -> Duration.ofHours(1 + random.nextInt(3))) : null;
        return new Hop(role, mostly(() -> one(List.of(Hop.Sees.values()))), facts(), retention);
    }

    private SiteFacts facts() {
        return new SiteFacts(
                random.nextInt(6) == 0 ? "" : one(SITES),
                mostly(this::jurisdiction),
                mostly(this::jurisdiction),
                mostly(() -> Set.copyOf(List.of(Jurisdiction.of("DE"), jurisdictionButGermany()))),
                mostly(() -> one(List.of(Tier.values()))),
                mostly(() -> random.nextBoolean() ? Set.of() : Set.of(one(CERTS))),
                mostly(() -> one(CUSTODIES)),
                mostly(random::nextBoolean),
                mostly(random::nextBoolean));
    }

    private Jurisdiction jurisdiction() {
        return Jurisdiction.of(one(COUNTRIES));
    }

    private Jurisdiction jurisdictionButGermany() {
        return Jurisdiction.of(COUNTRIES.get(1 + random.nextInt(COUNTRIES.size() - 1)));
    }
}
