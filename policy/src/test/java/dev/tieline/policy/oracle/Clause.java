package dev.tieline.policy.oracle;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a hop has to satisfy.
 *
 * @param none that no hop of this role is permitted
 * @param terms the conditions by key
 */
record Clause(boolean none, Map<String, Term> terms) {

    static final Clause NONE = new Clause(true, Map.of());

    Clause {
        terms = Map.copyOf(terms);
    }

    Object document() {
        var keys = new TreeMap<String, Object>();
        terms.forEach((key, term) -> keys.put(key, term.document()));
        return none ? Map.of("none", true) : keys;
    }

    /** The value of a condition. */
    sealed interface Term {
        Object document();
    }

    /** A list, or its negation. */
    record Listed(List<String> words, boolean negated) implements Term {
        @Override
        public Object document() {
            return negated ? Map.of("not", words) : words;
        }
    }

    /** What {@code tee} or {@code attested} has to be. */
    record Flagged(boolean wanted) implements Term {
        @Override
        public Object document() {
            return wanted;
        }
    }

    /** What has to be the same as at the origin, such as {@code country}. */
    record Same(String fact) implements Term {
        @Override
        public Object document() {
            return "origin." + fact;
        }
    }

    /** The hours for which a store may keep data. */
    record Kept(int hours) implements Term {
        @Override
        public Object document() {
            return hours + "h";
        }
    }
}
