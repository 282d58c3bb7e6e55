package dev.tieline.policy;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One place that data passes, is processed at or is kept at, after the asking node.
 *
 * @param role what happens to the data there
 * @param sees how much of the data the place can read; null where that is not known
 * @param facts the facts of its site
 * @param retention how long a store keeps the data; null where it does not store, or where that is not known
 */
public record Hop(
        Role role,
        @Nullable Sees sees,
        SiteFacts facts,
        @Nullable Duration retention) {

    /** What happens to the data at a hop. */
    public enum Role {
        PROCESS,
        RELAY,
        STORE;

        private final String word = Words.of(this);

        /** The role of a word, if there is one. */
        public static Optional<Role> find(String word) {
            return Words.find(values(), Role::word, word);
        }

        /** The role as files and messages write it, such as {@code relay}. */
        public String word() {
            return word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** How much of the data a hop can read. */
    public enum Sees {
        CLEAR,
        CIPHER,
        METADATA;

        private final String word = Words.of(this);

        /** The constant of a word, if there is one. */
        public static Optional<Sees> find(String word) {
            return Words.find(values(), Sees::word, word);
        }

        /** The constant as files and messages write it, such as {@code clear}. */
        public String word() {
            return word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** @throws IllegalArgumentException if the retention is negative or the hop is no store and has one */
    public Hop {
        if (retention != null && (role != Role.STORE || retention.isNegative())) {
            throw new IllegalArgumentException("Hop " + role + " at site '" + facts.site() + "' has the retention "
                    + retention + "; only a store has one, and it is not negative");
        }
    }

    /** A hop that runs the model, and so reads the data. */
    public static Hop process(SiteFacts facts) {
        return new Hop(Role.PROCESS, Sees.CLEAR, facts, null);
    }

    /** A hop that passes the data on, such as a broker. */
    public static Hop relay(Sees sees, SiteFacts facts) {
        return new Hop(Role.RELAY, sees, facts, null);
    }

    /** Such as {@code relay broker-3}. */
    @Override
    public String toString() {
        return role + " " + (facts.site().isEmpty() ? "at an unknown site" : facts.site());
    }
}
