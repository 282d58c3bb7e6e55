package dev.tieline.policy.bundle;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One of the things that a forbid matches at once, any of which would have to be otherwise.
 *
 * @param key what it is about, such as {@code country}; empty where the texts say so themselves
 * @param actual what there is
 * @param expected what would be needed instead
 */
record Part(String key, String actual, String expected) {

    /** What there is of all parts: the value alone of a single one, as its key is part of the clause's place. */
    static String actual(List<Part> parts) {
        return told(parts, Part::actual, ", ");
    }

    /** What would do instead, of which each is enough. */
    static String expected(List<Part> parts) {
        return told(parts, Part::expected, "; or ");
    }

    private static String told(List<Part> parts, Function<Part, String> text, String delimiter) {
        return parts.size() == 1
                ? text.apply(parts.getFirst())
                : parts.stream()
                        .map(part -> Explanation.fact(part.key, text.apply(part)))
                        .collect(Collectors.joining(delimiter));
    }
}
