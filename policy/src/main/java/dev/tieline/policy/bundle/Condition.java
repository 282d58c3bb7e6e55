package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;

/** One thing that a clause asks of a hop, such as the country it stands in. */
sealed interface Condition
        permits InJurisdictions,
                AccessedFrom,
                ListedFact,
                ListedWord,
                HoldsCert,
                BooleanFact,
                SameAsOrigin,
                RetentionAtMost,
                Negated {

    /** The text for a fact that is not known. */
    String UNKNOWN = "unknown";

    /** The condition's key in a clause. */
    String name();

    Truth test(Hop hop, PolicyRequest request);

    /** What the hop has, for people. */
    String actual(Hop hop);

    /** What the condition needs, for people. */
    String expected(PolicyRequest request);

    /** What its opposite needs, for people. */
    default String opposite(PolicyRequest request) {
        return "other than " + expected(request);
    }

    /** What a forbid matches of a hop for which it may hold. */
    default Part part(Hop hop, PolicyRequest request) {
        return new Part(name(), actual(hop), opposite(request));
    }
}
