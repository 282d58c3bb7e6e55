package dev.tieline.policy.bundle;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;

/** {@code purpose}: the request's purpose is listed. A missing or undeclared one may be any. */
record ListedPurpose(WordList listed, WordList declared) implements RequestCondition {

    @Override
    public String name() {
        return "purpose";
    }

    @Override
    public Truth test(PolicyRequest request) {
        var purpose = request.purpose();
        if (purpose == null) {
            return Truth.UNKNOWN;
        } else if (listed.contains(purpose)) {
            return Truth.TRUE;
        }
        return declared.contains(purpose) ? Truth.FALSE : Truth.UNKNOWN;
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
        return listed.joined(" or ");
    }
}
