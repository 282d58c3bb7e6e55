package dev.tieline.policy;

import java.util.Optional;

/** How far from the device a site stands. */
public enum Tier {
    DEVICE,
    GATEWAY,
    SITE,
    REGION;

    private final String word = Words.of(this);

    /** The constant of a word, if there is one. */
    public static Optional<Tier> find(String word) {
        return Words.find(values(), Tier::word, word);
    }

    /** The constant as files and messages write it, such as {@code gateway}. */
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return word;
    }
}
