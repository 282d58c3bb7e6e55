package dev.tieline.e2e.operators;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The cases that do not pass, each with its reason, and those that pass within a wider tolerance. One line each: {@code
 * test_name reason} or {@code test_name within 0.001}; {@code #} begins a comment.
 */
final class Exclusions {
    private static final String WITHIN = "within";

    private final Map<String, Outcome> reasons = new TreeMap<>();
    private final Map<String, Double> tolerances = new TreeMap<>();

    private Exclusions() {}

    /** Reads the list. @throws IllegalArgumentException at the first line that cannot be used */
    static Exclusions read(String text) {
        var read = new Exclusions();
        text.lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .forEach(read::add);
        return read;
    }

    private void add(String line) {
        var words = line.split("\\s+", -1);
        if (words.length == 3 && words[1].equals(WITHIN)) {
            add(words[0], Outcome.WITHIN, line);
            tolerances.put(words[0], Double.valueOf(words[2]));
            return;
        }
        if (words.length != 2) {
            throw new IllegalArgumentException(
                    "'" + line + "' is neither a case and a reason, nor a case, '" + WITHIN + "' and a tolerance");
        }
        var reason = Outcome.reason(words[1])
                .orElseThrow(() -> new IllegalArgumentException("'" + words[1] + "' of '" + line + "' is no reason"));
        add(words[0], reason, line);
    }

    private void add(String name, Outcome outcome, String line) {
        if (reasons.putIfAbsent(name, outcome) != null) {
            throw new IllegalArgumentException("'" + line + "' is the second line of its case");
        }
    }

    /** What should come of a case. */
    Outcome expected(String name) {
        return reasons.getOrDefault(name, Outcome.PASSED);
    }

    /** The absolute tolerance of a case that needs another one. */
    OptionalDouble tolerance(String name) {
        var tolerance = tolerances.get(name);
        return tolerance == null ? OptionalDouble.empty() : OptionalDouble.of(tolerance);
    }

    /** The cases that it names. */
    Map<String, Outcome> all() {
        return reasons;
    }
}
