package dev.tieline.bench.policy;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.PolicyRequest;
import java.util.Set;

/** One residency rule as a program would have it without a policy: what a decision costs at the very least. */
final class Yardstick {
    private static final Set<String> EEA = Set.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI",
            "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK");

    /** Whether data that is at most personal stays within the European Economic Area, at every hop. */
    boolean permits(PolicyRequest request) {
        if (request.label().dataClass().compareTo(DataClass.PERSONAL) > 0) {
            return false;
        }
        for (var i = 0; i < request.path().hops().size(); i++) {
            var country = request.path().hops().get(i).facts().country();
            if (country == null || !EEA.contains(country.country())) {
                return false;
            }
        }
        return true;
    }
}
