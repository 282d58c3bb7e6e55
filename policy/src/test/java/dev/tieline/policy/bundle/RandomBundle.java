package dev.tieline.policy.bundle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The text of a random valid bundle, with every key of the language now and then. The same seed gives the same one. */
final class RandomBundle {
    private static final List<String> CLASSES = List.of("public", "internal", "personal", "special");
    private static final List<String> PLACES = List.of("DE", "US", "US-CA", "EU", "EEA", "ADEQUATE");
    private static final List<String> EXPRESSIONS = List.of(
            "has(hop.certs) && 'dpf' in hop.certs", "hop.country != origin.country", "'health' in request.tags");

    private final Random random;

    private RandomBundle(long seed) {
        this.random = new Random(seed);
    }

    static String text(long seed) {
        return new RandomBundle(seed).text();
    }

    private String text() {
        var level = one(List.of("platform", "platform", "tenant", "site", "device"));
        var text =
                new StringBuilder("""
                apiVersion: tieline.dev/policy/v1
                bundle: {id: random, version: %d, level: %s, notBefore: 2026-01-01, expires: 2027-01-01T00:00:00.5Z}
                tags: [health, export, 7]
                purposes: [diagnostics, billing]
                blocs:
                  EEA: [EU, "NO"]
                  ADEQUATE:
                    - {country: CH, from: 2000-07-26, source: a treaty}
                    - {country: US, from: 2026-02-01, until: 2026-08-01, when: "%s"}
                    - {country: "NO", from: 2000-01-01, suspended: %b}
                """.formatted(1 + random.nextInt(9), level, one(EXPRESSIONS), random.nextBoolean()));
        if (level.equals("platform")) {
            text.append("defaults: ").append(defaults()).append('\n');
        }
        text.append("rules:\n");
        IntStream.rangeClosed(0, random.nextInt(4)).forEach(i -> text.append(rule("r" + i)));
        if (random.nextBoolean()) {
            text.append("tests:\n").append(test());
        }
        return text.toString();
    }

    private String defaults() {
        var open = random.nextInt(CLASSES.size() + 1);
        return IntStream.range(0, CLASSES.size())
                .filter(i -> i < open || random.nextBoolean())
                .mapToObj(i -> CLASSES.get(i) + ": " + (i < open ? "allow" : "deny"))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private String rule(String id) {
        var permit = random.nextBoolean();
        var parts = new LinkedHashMap<String, String>();
        parts.put("id", id);
        parts.put("effect", permit ? "permit" : "forbid");
        if (permit || random.nextBoolean()) {
            parts.put("for", match(permit));
        }
        if (permit || random.nextInt(4) > 0) {
            parts.put("hops", hops(permit));
        }
        if (random.nextInt(4) == 0) {
            parts.put("when", "\"" + one(EXPRESSIONS) + "\"");
        }
        if (random.nextInt(4) == 0) {
            parts.put("mode", one(List.of("audit", "enforce")));
        }
        if (permit && random.nextInt(4) == 0) {
            parts.put("oblige", "[audit]");
        }
        return "  - " + map(parts) + "\n";
    }

    private String match(boolean permit) {
        var dimensions = new LinkedHashMap<String, String>();
        dimensions.put("class", list(CLASSES));
        if (random.nextBoolean()) {
            dimensions.put("tags", permit && random.nextBoolean() ? "[\"*\"]" : list(List.of("health", "7")));
        }
        if (random.nextInt(4) == 0) {
            dimensions.put("purpose", list(List.of("diagnostics", "billing")));
        }
        if (random.nextInt(4) == 0) {
            dimensions.put("action", list(List.of("infer", "deploy-model", "export-telemetry")));
        }
        if (random.nextInt(4) == 0) {
            dimensions.put("transform", list(List.of("raw", "pseudonymised")));
        }
        return map(dimensions);
    }

    private String hops(boolean permit) {
        var clauses = new LinkedHashMap<String, String>();
        for (var role : List.of("process", "relay", "store", "any")) {
            if (random.nextInt(3) > 0) {
                clauses.put(role, clause(role, permit));
            }
        }
        return clauses.isEmpty() ? "{any: {}}" : map(clauses);
    }

    private String clause(String role, boolean permit) {
        if (permit && !role.equals("any") && random.nextInt(6) == 0) {
            return "{none: true}";
        }
        var conditions = new LinkedHashMap<String, String>();
        for (var i = random.nextInt(4); i > 0; i--) {
            condition(conditions);
        }
        if (permit && role.equals("store") && random.nextBoolean()) {
            conditions.put("retentionMax", one(List.of("2h", "30d", "90s")));
        }
        return map(conditions);
    }

    private void condition(Map<String, String> conditions) {
        switch (random.nextInt(11)) {
            case 0, 1 -> conditions.put("country", orNot(places()));
            case 2 -> conditions.put("operator_home", orNot(places()));
            case 3 -> conditions.put("access_countries", orNot(places()));
            case 4 -> conditions.put("tier", orNot(list(List.of("gateway", "site", "region"))));
            case 5 -> conditions.put("key_custody", orNot(list(List.of("customer", "operator"))));
            case 6 -> conditions.put("sees", orNot(list(List.of("clear", "cipher", "metadata"))));
            case 7 -> conditions.put("site", orNot(list(List.of("a", "b"))));
            case 8 -> conditions.put("certs", orNot(list(List.of("c5", "27001"))));
            case 9 -> conditions.put(random.nextBoolean() ? "tee" : "attested", "" + random.nextBoolean());
            default -> conditions.put("same", one(List.of("origin.site", "origin.country", "origin.operator_home")));
        }
    }

    private String places() {
        return random.nextInt(8) == 0 ? "[\"*\"]" : list(PLACES);
    }

    private String orNot(String list) {
        return random.nextInt(3) == 0 ? "{not: " + list + "}" : list;
    }

    private String test() {
        return """
                  - name: random
                    request:
                      action: %s
                      label: {class: %s, tags: []}
                      at: 2026-06-01
                      path: [{role: store, site: a, country: DE, retention: 1h}]
                    expect: %s
                """.formatted(
                one(List.of("infer", "store")), one(List.of("public", "secret")), one(List.of("permit", "deny")));
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
        return new ArrayList<>(items).toString();
    }

    private <T> T one(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
