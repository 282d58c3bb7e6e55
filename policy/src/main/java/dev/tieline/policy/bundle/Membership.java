package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import dev.tieline.policy.guard.Guard;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That a jurisdiction belongs to a bloc for some time.
 *
 * @param member a country, which covers its subdivisions, or one subdivision
 * @param from the first moment that counts
 * @param until the first moment that no longer counts
 * @param when what has to be true of a hop for which it counts, if there is such a condition
 */
record Membership(
        Jurisdiction member,
        Instant from,
        Instant until,
        @Nullable Guard when) {

    static Membership always(Jurisdiction member) {
        return new Membership(member, Instant.MIN, Instant.MAX, null);
    }

    /** The part of this membership that counts in a bundle which is in force from the given moment on, if any. */
    Optional<Membership> since(Instant notBefore) {
        if (!until.isAfter(notBefore)) {
            return Optional.empty();
        }
        return Optional.of(from.isAfter(notBefore) ? this : new Membership(member, Instant.MIN, until, when));
    }

    /** Whether the whole country is a member at every moment, so that no closer look is needed. */
    boolean isWholeAndLasting() {
        return when == null && member.subdivision() == null && from.equals(Instant.MIN) && until.equals(Instant.MAX);
    }

    /**
     * Whether the jurisdiction counts as this member, for a hop and at the moment of a request. Where only the country
     * of the jurisdiction is known and the member is one of its subdivisions, that cannot be known.
     */
    Truth covers(Jurisdiction jurisdiction, Hop hop, PolicyRequest request) {
        var at = request.at();
        if (!member.country().equals(jurisdiction.country()) || at.isBefore(from) || !at.isBefore(until)) {
            return Truth.FALSE;
        }
        var named = names(jurisdiction);
        return when == null || named == Truth.FALSE ? named : named.and(when.test(request, hop));
    }

    private Truth names(Jurisdiction jurisdiction) {
        if (member.subdivision() == null || Objects.equals(member.subdivision(), jurisdiction.subdivision())) {
            return Truth.TRUE;
        }
        return jurisdiction.subdivision() == null ? Truth.UNKNOWN : Truth.FALSE;
    }
}
