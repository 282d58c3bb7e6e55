package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;

/** {@code {not: [...]}}: the opposite of the plain list; what is unknown to that is unknown to this. */
record Negated(Condition plain) implements Condition {

    @Override
    public String name() {
        return plain.name();
    }

    @Override
    public Truth test(Hop hop, PolicyRequest request) {
        return plain.test(hop, request).not();
    }

    @Override
    public String actual(Hop hop) {
        return plain.actual(hop);
    }

    @Override
    public String expected(PolicyRequest request) {
        return plain.opposite(request);
    }

    @Override
    public String opposite(PolicyRequest request) {
        return plain.expected(request);
    }
}
