package dev.tieline.policy.bundle;

import java.util.Locale;

/** What a bundle's default says about a data class. */
public enum Effect {
    ALLOW,
    DENY;

    /** The effect as files write it, such as {@code allow}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
