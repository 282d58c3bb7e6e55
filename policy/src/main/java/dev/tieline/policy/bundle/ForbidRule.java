package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import dev.tieline.policy.guard.Guard;
import org.jspecify.annotations.Nullable;

/**
 * A rule that forbids what it may match: where a fact is not known or the guard fails, it is taken to match.
 *
 * @param hops null if the rule does not look at hops, or only its guard does
 * @param when what has to be true of the hop that matches, if the rule says so
 */
record ForbidRule(
        String id,
        Mode mode,
        RequestMatch request,
        @Nullable ForbidHops hops,
        @Nullable Guard when) implements Rule {

    @Override
    public boolean matches(PolicyRequest asked) {
        if (!request.possibly(asked)) {
            return false;
        } else if (hops == null && when == null) {
            return true;
        } else if (hops == null && asked.path().isEmpty()) {
            return guardOfRequest(asked);
        }
        return firstMatch(asked) >= 0;
    }

    /** Of a request that stays on the node that asked: an expression about hops has nothing to be about. */
    private boolean guardOfRequest(PolicyRequest asked) {
        return when != null && !when.mentionsHop() && when.test(asked, null) != Truth.FALSE;
    }

    /** The index of the first hop that matches; negative if none does. */
    private int firstMatch(PolicyRequest asked) {
        var path = asked.path().hops();
        for (var i = 0; i < path.size(); i++) {
            if ((hops == null || hops.match(path.get(i), asked))) {
                if (when == null || when.test(asked, path.get(i)) != Truth.FALSE) {
                    return i;
                } else if (!when.mentionsHop()) {
                    return -1;
                }
            }
        }
        return -1;
    }

    /** What the rule forbids of a request that it matches. */
    String describe(PolicyRequest asked) {
        var forbidden = "rule " + id + " forbids it";
        var index = hops == null && when == null ? -1 : firstMatch(asked);
        return index < 0
                ? forbidden
                : forbidden + " at "
                        + Explanation.hop(
                                index + 1,
                                asked.path().hops().get(index),
                                facts(asked.path().hops().get(index), asked));
    }

    private String facts(Hop hop, PolicyRequest asked) {
        var facts = hops == null ? "" : hops.describe(hop, asked);
        if (when == null) {
            return facts;
        }
        return (facts.isEmpty() ? "" : facts + ", ") + Explanation.value(when.test(asked, hop));
    }
}
