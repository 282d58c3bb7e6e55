package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import java.util.TreeSet;

/** {@code certs}: the site holds at least one of the listed certifications. */
record HoldsCert(WordList listed) implements Condition {

    @Override
    public String name() {
        return "certs";
    }

    @Override
    public Truth test(Hop hop, PolicyRequest request) {
        var held = hop.facts().certs();
        return held == null ? Truth.UNKNOWN : Truth.of(listed.containsAny(held));
    }

    @Override
    public String actual(Hop hop) {
        var held = hop.facts().certs();
        if (held == null) {
            return UNKNOWN;
        }
        return held.isEmpty() ? "none" : String.join(", ", new TreeSet<>(held));
    }

    @Override
    public String expected(PolicyRequest request) {
        return listed.joined(" or ");
    }

    @Override
    public String opposite(PolicyRequest request) {
        return "none of " + listed.joined(", ");
    }
}
