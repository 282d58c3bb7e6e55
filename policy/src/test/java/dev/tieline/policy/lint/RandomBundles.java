package dev.tieline.policy.lint;

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
import java.util.HashSet;
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

/** Bundles whose rules often contain one another, and requests that meet them. The same seed gives the same ones. */
final class RandomBundles {
    private static final List<String> COUNTRIES = List.of("DE", "CH", "GB", "US", "US-CA", "US-NY");
    private static final List<String> PLACES =
            List.of("DE", "US", "US-CA", "EU", "EEA", "SOME", "LATE", "PAST", "\"*\"");
    private static final List<String> CLASSES = List.of("public", "internal", "personal", "special");
    private static final List<String> TIERS = List.of("device", "gateway", "site", "region");
    private static final List<String> SEES = List.of("clear", "cipher", "metadata");
    private static final List<Instant> MOMENTS = List.of(
            Instant.parse("2019-06-01T00:00:00Z"),
            Instant.parse("2020-02-01T00:00:00Z"),
            Instant.parse("2026-02-01T00:00:00Z"),
            Instant.parse("2026-08-01T00:00:00Z"),
            Instant.parse("2027-06-01T00:00:00Z"));

    private final Random random;

    RandomBundles(long seed) {
        this.random = new Random(seed);
    }

    /** The lines of a platform bundle above its rules. */
    String platform() {
        var open = random.nextInt(3);
        var defaults = IntStream.range(0, CLASSES.size())
                .mapToObj(i -> CLASSES.get(i) + ": " + (i < open ? "allow" : "deny"))
                .collect(Collectors.joining(", "));
        return """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: wide, version: 1, level: platform, notBefore: %s, expires: 2027-01-01}
                tags: [health, export]
                purposes: [diagnostics, billing]
                blocs:
                  EEA: [EU, IS]
                  SOME: [CH, {country: US, from: 2026-02-01, until: 2026-08-01}]
                  LATE: [{country: US-CA, from: 2026-08-01}, {country: CH, from: 2026-02-01, suspended: true}]
                  PAST: [{country: CH, from: 2001-01-01, until: 2002-01-01}]
                defaults: {%s}
                rules:
                """.formatted(one(List.of("2019-01-01", "2026-01-01")), defaults);
    }

    /** The lines of a bundle above its rules, of a lower level than platform. */
    String tenant() {
        return """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: narrow, version: 1, level: tenant, notBefore: %s, expires: 2028-01-01}
                rules:
                """.formatted(one(List.of("2019-01-01", "2026-02-01")));
    }

    /** Rules, one a line. */
    List<String> rules(String prefix) {
        return IntStream.range(0, 1 + random.nextInt(6))
                .mapToObj(i -> rule(prefix + i, random.nextInt(3) > 0))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private String rule(String id, boolean permit) {
        var parts = new LinkedHashMap<String, String>();
        parts.put("id", id);
        parts.put("effect", permit ? "permit" : "forbid");
        if (random.nextInt(8) == 0) {
            parts.put("mode", "audit");
        }
        var match = match(permit);
        if (!match.isEmpty()) {
            parts.put("for", map(match));
        }
        if (permit || random.nextInt(4) > 0) {
            parts.put("hops", hops(permit));
        }
        if (permit && random.nextInt(6) == 0) {
            parts.put("oblige", "[audit]");
        }
        return "  - " + map(parts) + "\n";
    }

    private Map<String, String> match(boolean permit) {
        var dimensions = new LinkedHashMap<String, String>();
        if (permit || random.nextInt(3) == 0) {
            dimensions.put("class", list(CLASSES));
        }
        if (random.nextInt(3) == 0) {
            dimensions.put("tags", permit && random.nextBoolean() ? "[\"*\"]" : list(List.of("health", "export")));
        }
        if (random.nextInt(6) == 0) {
            dimensions.put("purpose", list(List.of("diagnostics", "billing")));
        }
        if (random.nextInt(3) == 0) {
            dimensions.put("action", list(List.of("infer", "train", "infer", "relay")));
        }
        if (random.nextInt(8) == 0) {
            dimensions.put("transform", list(List.of("raw", "features")));
        }
        return dimensions;
    }

    private String hops(boolean permit) {
        var clauses = new LinkedHashMap<String, String>();
        for (var role : List.of("process", "relay", "store")) {
            if (random.nextInt(4) == 0) {
                clauses.put(role, permit && random.nextBoolean() ? "{none: true}" : clause(role, permit));
            }
        }
        if (clauses.isEmpty() || random.nextInt(3) > 0) {
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
            conditions.put("retentionMax", one(List.of("1h", "2h")));
        }
        return map(conditions);
    }

    private void condition(Map<String, String> conditions) {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> conditions.put("country", orNot(places()));
            case 3 -> conditions.put("operator_home", orNot(places()));
            case 4 -> conditions.put("access_countries", orNot(places()));
            case 5 -> conditions.put("tier", orNot(random.nextInt(4) == 0 ? TIERS.toString() : list(TIERS)));
            case 6 -> conditions.put("sees", orNot(random.nextInt(4) == 0 ? SEES.toString() : list(SEES)));
            case 7 -> conditions.put("certs", orNot(list(List.of("c5", "dpf"))));
            case 8 -> conditions.put("site", orNot(list(List.of("a", "b"))));
            default -> conditions.put("same", one(List.of("origin.site", "origin.country")));
        }
    }

    private String places() {
        var list = list(PLACES);
        return list.contains("*") ? "[\"*\"]" : list;
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
        for (var i = random.nextInt(3); i >= 0; i--) {
            items.add(one(from));
        }
        return items.toString();
    }

    private <T> T one(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** A request of which one fact in ten is unknown, or none where all are to be known. */
    PolicyRequest request(boolean allKnown) {
        var tags = new TreeSet<String>();
        if (random.nextInt(4) == 0) {
            tags.add(one(List.of("health", "export", allKnown ? "health" : "undeclared")));
        }
        var classes = DataClass.values();
        return new PolicyRequest(
                one(List.of(Action.INFER, Action.TRAIN, Action.RELAY)),
                new DataLabel(classes[random.nextInt(classes.length - (allKnown ? 1 : 0))], tags),
                mostly(allKnown, () -> one(List.of("diagnostics", "billing"))),
                mostly(allKnown, () -> one(List.of(Transform.RAW, Transform.FEATURES))),
                one(MOMENTS),
                new Origin("acme", facts(allKnown)),
                new TransferPath(IntStream.range(0, random.nextInt(3))
                        .mapToObj(i -> hop(allKnown))
                        .toList()));
    }

    private <T> @Nullable T mostly(boolean always, Supplier<T> fact) {
        return always || random.nextInt(10) > 0 ? fact.get() : null;
    }

    private Hop hop(boolean allKnown) {
        var role = one(List.of(Hop.Role.values()));
        var retention = role == Hop.Role.STORE ? Duration.ofHours(1 + random.nextInt(3)) : null;
        return new Hop(role, mostly(allKnown, () -> one(List.of(Hop.Sees.values()))), facts(allKnown), retention);
    }

    private SiteFacts facts(boolean allKnown) {
        return new SiteFacts(
                allKnown || random.nextInt(6) > 0 ? one(List.of("a", "b", "c")) : "",
                mostly(allKnown, this::jurisdiction),
                mostly(allKnown, this::jurisdiction),
                mostly(allKnown, this::accessCountries),
                mostly(allKnown, () -> one(List.of(Tier.values()))),
                mostly(allKnown, () -> random.nextBoolean() ? Set.of() : Set.of(one(List.of("c5", "dpf")))),
                mostly(allKnown, () -> "customer"),
                mostly(allKnown, random::nextBoolean),
                mostly(allKnown, random::nextBoolean));
    }

    private Set<Jurisdiction> accessCountries() {
        var countries = new HashSet<Jurisdiction>();
        for (var i = random.nextInt(2); i >= 0; i--) {
            countries.add(jurisdiction());
        }
        return countries;
    }

    private Jurisdiction jurisdiction() {
        return Jurisdiction.of(one(COUNTRIES));
    }
}
