package dev.tieline.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random request files that the sample policy answers in every way it can. The same seed gives the same ones. */
public final class RandomRequests {
    private static final List<String> ACTIONS = List.of("infer", "relay", "store", "train");
    private static final List<String> CLASSES = List.of("public", "internal", "personal", "special", "no-such-class");
    private static final List<String> TAGS = List.of("[]", "[health]", "[export]", "[health, export]");
    private static final List<String> TIMES =
            List.of("2025-12-31", "2026-01-01", "2026-11-22T12:00:00Z", "2029-12-31T23:59:59Z", "2030-01-01");
    private static final List<String> COUNTRIES = List.of("DE", "FR", "CH", "\"NO\"", "US-VA");
    private static final List<String> ROLES = List.of("process", "relay", "store");

    private final Random random;

    public RandomRequests(long seed) {
        this.random = new Random(seed);
    }

    /** The next file, in YAML. */
    public String next() {
        var lines = new ArrayList<String>();
        lines.add("action: " + (random.nextInt(4) > 0 ? "infer" : one(ACTIONS)));
        lines.add("label: {class: " + one(CLASSES) + ", tags: " + (random.nextBoolean() ? "[]" : one(TAGS)) + "}");
        lines.add("at: " + one(TIMES));
        if (random.nextBoolean()) {
            lines.add("purpose: diagnostics");
        }
        if (random.nextInt(4) > 0) {
            lines.add("origin: {tenant: acme, site: a, country: " + one(COUNTRIES) + "}");
        }
        lines.add(IntStream.range(0, random.nextInt(4))
                .mapToObj(this::hop)
                .collect(Collectors.joining(", ", "path: [", "]")));
        return String.join("\n", lines) + "\n";
    }

    private String hop(int number) {
        var country = random.nextInt(6) == 0 ? "" : ", country: " + one(COUNTRIES);
        return "{role: " + one(ROLES) + ", site: s" + number + country + "}";
    }

    private String one(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
