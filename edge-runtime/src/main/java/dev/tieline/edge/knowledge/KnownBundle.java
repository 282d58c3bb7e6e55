package dev.tieline.edge.knowledge;

import dev.tieline.policy.bundle.BundleHead;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.Level;

/**
 * A policy bundle of which the node knows who it is. The rest is read together with the bundles beside it, which may
 * declare what it names.
 *
 * @param head who it is
 * @param text its text, named as the bundle itself, since that name goes to callers
 */
public record KnownBundle(BundleHead head, BundleText text) {

    /** Reads who a bundle is. @throws dev.tieline.policy.document.DocumentException if it has not the form of one */
    public static KnownBundle of(BundleText text) {
        var head = text.head();
        return new KnownBundle(head, text.named(head.toString()));
    }

    String id() {
        return head.id();
    }

    long version() {
        return head.version();
    }

    Level level() {
        return head.level();
    }

    /** Such as {@code acme-eu version 42}. */
    @Override
    public String toString() {
        return head.toString();
    }
}
