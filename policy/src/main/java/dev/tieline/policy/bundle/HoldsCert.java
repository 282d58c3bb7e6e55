package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code certs}: the site holds at least one of the listed certifications. */
record HoldsCert(SortedSet<String> listed) implements Condition {

    @Override
    public String name() {
        return "certs";
    }

    @Override
    public Truth test(Hop hop, PolicyRequest request) {
        var held = hop.facts().certs();
        return held == null ? Truth.UNKNOWN : Truth.of(!Collections.disjoint(held, listed));
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
        return String.join(" or ", listed);
    }
}
