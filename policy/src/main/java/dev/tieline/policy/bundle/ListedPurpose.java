package dev.tieline.policy.bundle;

import dev.tieline.policy.PolicyRequest;
import java.util.Set;
import java.util.SortedSet;

/** {@code purpose}: the request's purpose is listed. A missing or undeclared one may be any. */
record ListedPurpose(SortedSet<String> listed, Set<String> declared) implements RequestCondition {

    @Override
    public String name() {
        return "purpose";
    }

    @Override
    public Truth test(PolicyRequest request) {
        var purpose = request.purpose();
        return purpose == null || !declared.contains(purpose) ? Truth.UNKNOWN : Truth.of(listed.contains(purpose));
    }

    @Override
    public String actual(PolicyRequest request) {
        var purpose = request.purpose();
        if (purpose == null) {
            return Condition.UNKNOWN;
        }
        return declared.contains(purpose) ? purpose : purpose + ", which the bundle does not declare";
    }

    @Override
    public String expected() {
        return String.join(" or ", listed);
    }
}
