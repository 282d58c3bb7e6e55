package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import java.util.stream.Collectors;

/** {@code access_countries}: all jurisdictions from where the site can be administered lie within the list. */
record AccessedFrom(JurisdictionSet set) implements Condition {

    @Override
    public String name() {
        return "access_countries";
    }

    @Override
    public Truth test(Hop hop, PolicyRequest request) {
        var countries = hop.facts().accessCountries();
        if (countries == null) {
            return Truth.UNKNOWN;
        }
        var result = Truth.TRUE;
        for (var country : countries) {
            result = result.and(set.contains(country, hop, request));
        }
        return result;
    }

    @Override
    public String actual(Hop hop) {
        var countries = hop.facts().accessCountries();
        return countries == null
                ? UNKNOWN
                : countries.stream().map(Jurisdiction::toString).sorted().collect(Collectors.joining(", "));
    }

    @Override
    public String expected(PolicyRequest request) {
        return set.toString();
    }

    @Override
    public String opposite(PolicyRequest request) {
        return "some outside " + set;
    }
}
