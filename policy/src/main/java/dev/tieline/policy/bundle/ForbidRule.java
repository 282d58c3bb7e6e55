package dev.tieline.policy.bundle;

import dev.tieline.policy.PolicyRequest;
import org.jspecify.annotations.Nullable;

/**
 * A rule that forbids what it may match: where a fact is not known, it is taken to match.
 *
 * @param hops null if the rule forbids the request on any path, the empty one included
 */
record ForbidRule(
        String id,
        Mode mode,
        RequestMatch request,
        @Nullable ForbidHops hops) implements Rule {

    @Override
    public boolean matches(PolicyRequest asked) {
        return request.possibly(asked) && (hops == null || hops.match(asked));
    }

    /** What the rule forbids of a request that it matches. */
    String describe(PolicyRequest asked) {
        var forbidden = "rule " + id + " forbids it";
        return hops == null ? forbidden : forbidden + " at " + hops.describeMatch(asked);
    }
}
