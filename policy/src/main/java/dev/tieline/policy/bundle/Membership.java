package dev.tieline.policy.bundle;

import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.Truth;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * That a jurisdiction belongs to a bloc for some time.
 *
 * @param member a country, which covers its subdivisions, or one subdivision
 * @param from the first moment that counts
 * @param until the first moment that no longer counts
 */
record Membership(Jurisdiction member, Instant from, Instant until) {

    static Membership always(Jurisdiction member) {
        return new Membership(member, Instant.MIN, Instant.MAX);
    }

    /** The part of this membership that counts in a bundle which is in force from the given moment on, if any. */
    Optional<Membership> since(Instant notBefore) {
        if (!until.isAfter(notBefore)) {
            return Optional.empty();
        }
        return Optional.of(from.isAfter(notBefore) ? this : new Membership(member, Instant.MIN, until));
    }

    /** Whether the whole country is a member at every moment, so that no closer look is needed. */
    boolean isWholeAndLasting() {
        return member.subdivision() == null && from.equals(Instant.MIN) && until.equals(Instant.MAX);
    }

    /**
     * Whether the jurisdiction is this member at the moment. Where only the country of the jurisdiction is known and
     * the member is one of its subdivisions, that cannot be known.
     */
    Truth covers(Jurisdiction jurisdiction, Instant at) {
        if (!member.country().equals(jurisdiction.country()) || at.isBefore(from) || !at.isBefore(until)) {
            return Truth.FALSE;
        } else if (member.subdivision() == null || Objects.equals(member.subdivision(), jurisdiction.subdivision())) {
            return Truth.TRUE;
        }
        return jurisdiction.subdivision() == null ? Truth.UNKNOWN : Truth.FALSE;
    }
}
