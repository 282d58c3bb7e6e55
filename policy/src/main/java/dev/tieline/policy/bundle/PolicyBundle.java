package dev.tieline.policy.bundle;

import dev.tieline.policy.DataClass;
import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;

/** A policy bundle that was read completely and without error. Made by {@link PolicyBundleReader}; immutable. */
public final class PolicyBundle {
    private final BundleHead head;
    private final Vocabulary vocabulary;
    private final Map<DataClass, Effect> defaults;
    private final String sha256;

    PolicyBundle(BundleHead head, Vocabulary vocabulary, Map<DataClass, Effect> defaults, String sha256) {
        this.head = head;
        this.vocabulary = vocabulary;
        this.defaults = Map.copyOf(defaults);
        this.sha256 = sha256;
    }

    public String id() {
        return head.id();
    }

    /** Counts up with each change of the bundle, from 1. */
    public long version() {
        return head.version();
    }

    public Level level() {
        return head.level();
    }

    /** The first moment at which the bundle is in force. */
    public Instant notBefore() {
        return head.notBefore();
    }

    /** The first moment at which the bundle is expired. */
    public Instant expires() {
        return head.expires();
    }

    /** The tags that the bundle declares. Any other tag is an unknown value. */
    public SortedSet<String> tags() {
        return vocabulary.tags();
    }

    /** The purposes that the bundle declares. Any other purpose is an unknown value. */
    public SortedSet<String> purposes() {
        return vocabulary.purposes();
    }

    /** What is decided where no rule decides; a class without an entry is denied. */
    public Map<DataClass, Effect> defaults() {
        return defaults;
    }

    /** The SHA-256 of the bundle's bytes, in 64 lower-case hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /** Such as {@code acme-eu version 42}. */
    @Override
    public String toString() {
        return id() + " version " + version();
    }
}
