package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.Truth;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code country} and {@code operator_home}: the jurisdiction lies within the list at the request's time. */
record InJurisdictions(String name, Function<SiteFacts, @Nullable Jurisdiction> fact, JurisdictionSet set)
        implements Condition {

    @Override
    public Truth test(Hop hop, PolicyRequest request) {
        var jurisdiction = fact.apply(hop.facts());
        return jurisdiction == null ? Truth.UNKNOWN : set.contains(jurisdiction, hop, request);
    }

    @Override
    public String actual(Hop hop) {
        return Objects.toString(fact.apply(hop.facts()), UNKNOWN);
    }

    @Override
    public String expected(PolicyRequest request) {
        return set.toString();
    }
}
