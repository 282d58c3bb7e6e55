package dev.tieline.policy.bundle;

import dev.tieline.policy.PolicyRequest;
import java.util.Set;
import java.util.SortedSet;

/** {@code tags} of a forbid: at least one of the request's tags is listed. An undeclared tag may be any. */
record AnyTagOf(SortedSet<String> listed, Set<String> declared) implements RequestCondition {

    @Override
    public String name() {
        return "tags";
    }

    @Override
    public Truth test(PolicyRequest request) {
        var result = Truth.FALSE;
        for (var tag : request.label().tags()) {
            if (listed.contains(tag)) {
                return Truth.TRUE;
            } else if (!declared.contains(tag)) {
                result = Truth.UNKNOWN;
            }
        }
        return result;
    }

    @Override
    public String actual(PolicyRequest request) {
        return request.label().tags().isEmpty()
                ? "none"
                : String.join(", ", request.label().tags());
    }

    @Override
    public String expected() {
        return String.join(" or ", listed);
    }
}
