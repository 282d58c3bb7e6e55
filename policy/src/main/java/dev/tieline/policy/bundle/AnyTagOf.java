package dev.tieline.policy.bundle;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;

/** {@code tags} of a forbid: at least one of the request's tags is listed. An undeclared tag may be any. */
record AnyTagOf(WordList listed, WordList declared) implements RequestCondition {

    @Override
    public String name() {
        return "tags";
    }

    @Override
    public Truth test(PolicyRequest request) {
        var tags = request.label().tags();
        if (tags.isEmpty()) {
            return Truth.FALSE;
        } else if (listed.containsAny(tags)) {
            return Truth.TRUE;
        }
        return declared.containsAll(tags) ? Truth.FALSE : Truth.UNKNOWN;
    }

    @Override
    public String actual(PolicyRequest request) {
        return request.label().tags().isEmpty()
                ? "none"
                : String.join(", ", request.label().tags());
    }

    @Override
    public String expected() {
        return listed.joined(" or ");
    }

    @Override
    public String opposite() {
        return "none of " + listed.joined(", ");
    }
}
