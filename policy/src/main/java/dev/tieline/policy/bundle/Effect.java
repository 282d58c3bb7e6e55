package dev.tieline.policy.bundle;

/** What a bundle's default says about a data class. */
public enum Effect {
    ALLOW,
    DENY
}
