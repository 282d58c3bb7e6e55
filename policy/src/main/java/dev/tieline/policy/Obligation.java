package dev.tieline.policy;

/** What a permit asks of whoever carries it out. */
public enum Obligation {
    /** The transfer is recorded in the audit log before it takes place. */
    AUDIT;

    private final String word = Words.of(this);

    /** The constant as files and messages write it, such as {@code audit}. */
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return word;
    }
}
