package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import dev.tieline.policy.guard.Guard;
import java.util.ArrayList;
import java.util.List;
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
    private static final String WHEN = "when";

    @Override
    public boolean matches(PolicyRequest asked) {
        return request.possibly(asked) && (looksAtHops() ? firstMatch(asked) >= 0 : guardMayHold(asked, null));
    }

    /** If not, it says the same of any path, that of a request which stays on the node that asked included. */
    private boolean looksAtHops() {
        return hops != null || (when != null && when.mentionsHop());
    }

    /** The index of the first hop that matches; negative if none does. */
    private int firstMatch(PolicyRequest asked) {
        var path = asked.path().hops();
        for (var i = 0; i < path.size(); i++) {
            var hop = path.get(i);
            if (hops == null || hops.match(hop, asked)) {
                if (guardMayHold(asked, hop)) {
                    return i;
                } else if (when != null && !when.mentionsHop()) {
                    return -1;
                }
            }
        }
        return -1;
    }

    private boolean guardMayHold(PolicyRequest asked, @Nullable Hop hop) {
        return when == null || when.test(asked, hop) != Truth.FALSE;
    }

    /** What it forbids of a request that it matches: something of the first hop that matches, if it looks at hops. */
    Misfit misfit(PolicyRequest asked) {
        if (!looksAtHops()) {
            return misfit(null, "for", request.parts(asked), asked);
        }
        var at = Misfit.At.of(asked.path(), firstMatch(asked) + 1);
        if (hops == null) {
            return misfit(at, WHEN, List.of(), asked);
        }
        var clause = hops.firstMatch(at.hop(), asked).orElseThrow();
        return misfit(at, clause.path(), clause.parts(at.hop(), asked), asked);
    }

    /** @param typed what it matches by typed conditions, which stand in that clause */
    private Misfit misfit(Misfit.@Nullable At at, String clause, List<Part> typed, PolicyRequest asked) {
        if (when != null) {
            var parts = new ArrayList<>(typed);
            parts.add(guardPart(when, asked, at == null ? null : at.hop()));
            return new Misfit(id, at, typed.isEmpty() ? WHEN : clause, Part.actual(parts), Part.expected(parts));
        }
        return switch (typed.size()) {
            case 0 -> at == null ? new Misfit(id, null, clause, "a request", "none") : whole(at, clause);
            case 1 ->
                new Misfit(id, at, clause + "." + typed.getFirst().key(), Part.actual(typed), Part.expected(typed));
            default -> new Misfit(id, at, clause, Part.actual(typed), Part.expected(typed));
        };
    }

    /** Of a clause that names nothing: it forbids whatever there is. */
    private Misfit whole(Misfit.At at, String clause) {
        var role = at.hop().role();
        return new Misfit(
                id, at, clause, "a " + role + " hop", clause.equals("hops.any") ? "no hop" : "no " + role + " hop");
    }

    private static Part guardPart(Guard when, PolicyRequest asked, @Nullable Hop hop) {
        return new Part("", Explanation.value(when.test(asked, hop)), "!(" + Explanation.shortened(when) + ")");
    }
}
