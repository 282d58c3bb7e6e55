package dev.tieline.policy.bundle;

import java.time.Instant;

/**
 * The part of a bundle under {@code bundle}: who it is and when it is in force.
 *
 * @param version counts up with each change of the bundle, from 1
 * @param notBefore the first moment at which the bundle is in force
 * @param expires the first moment at which it is expired
 */
public record BundleHead(String id, long version, Level level, Instant notBefore, Instant expires) {

    /** Such as {@code acme-eu version 42}. */
    @Override
    public String toString() {
        return id + " version " + version;
    }
}
