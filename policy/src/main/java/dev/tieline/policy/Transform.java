package dev.tieline.policy;

import java.util.Optional;

/** What a signed, versioned transform has made of the payload; a caller's word never sets it. */
public enum Transform {
    RAW,
    FEATURES,
    PSEUDONYMISED,
    ANONYMISED,
    AGGREGATE;

    private final String word = Words.of(this);

    /** The constant of a word, if there is one. */
    public static Optional<Transform> find(String word) {
        return Words.find(values(), Transform::word, word);
    }

    /** The constant as files and messages write it, such as {@code raw}. */
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return word;
    }
}
