package dev.tieline.policy;

/**
 * How sensitive data is: a lattice in which a later constant stands above an earlier one.
 *
 * <p>{@link #SPECIAL} stands for the special categories of GDPR article 9. {@link #UNKNOWN} stands above all: no rule
 * can permit it.
 */
public enum DataClass {
    PUBLIC,
    INTERNAL,
    PERSONAL,
    SPECIAL,
    UNKNOWN;

    private final String word = Words.of(this);

    /** The class of a word; any word that names none is {@link #UNKNOWN}. */
    public static DataClass of(String word) {
        return Words.find(values(), DataClass::word, word).orElse(UNKNOWN);
    }

    /** The class as files and messages write it, such as {@code public}. */
    public String word() {
        return word;
    }

    /** The higher of two classes. */
    public DataClass join(DataClass other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public String toString() {
        return word;
    }
}
