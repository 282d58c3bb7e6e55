package dev.tieline.policy.bundle;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whose bundle it is, from the widest to the narrowest. */
public enum Level {
    PLATFORM,
    TENANT,
    SITE,
    DEVICE;

    /** The level of a word, if there is one. */
    public static Optional<Level> find(String word) {
        return Arrays.stream(values())
                .filter(level -> level.word().equals(word))
                .findFirst();
    }

    /** The level as files and messages write it, such as {@code platform}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether bundles of the level are files of nodes, which nobody tells them from outside. */
    public boolean isLocal() {
        return this == SITE || this == DEVICE;
    }

    @Override
    public String toString() {
        return word();
    }
}
