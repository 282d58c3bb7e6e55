package dev.tieline.policy.lint;

import dev.tieline.policy.document.Place;
import java.util.Locale;

/**
 * Something in a policy that its writers should look at.
 *
 * @param kind what sort of thing it is
 * @param place where it stands
 * @param message what it is, with every name and value
 */
public record Finding(Kind kind, Place place, String message) {

    /** The sorts of findings. */
    public enum Kind {
        /** A permit that matches no request at all. */
        NEVER_MATCHES,
        /** A clause that no hop can satisfy, or that only a hop can whose facts are unknown. */
        IMPOSSIBLE_CLAUSE,
        /** A rule without which every request is answered alike: another rule, or a default, says the same and more. */
        SHADOWED,
        /** A permit that a forbid always overrides, for all of its classes or for the highest of them. */
        ALWAYS_FORBIDDEN,
        /** A permit of inference or training that permits no hop which processes. */
        NO_PROCESS,
        /** A bloc that stands where losing a member permits more. */
        NOT_MONOTONE,
        /** A membership or a bundle that ends soon, or has ended. */
        ENDS_SOON,
        /** A tag, purpose or bloc that no rule names. */
        UNUSED,
        /** A guard that reads a fact which may be missing, without {@code has()}. */
        UNGUARDED,
        /** A test that expects a rule which is not there. */
        UNKNOWN_RULE;

        /** The kind as it is printed, such as {@code never-matches}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Such as {@code acme.yaml:12: rules[0]: never-matches: ...}. */
    @Override
    public String toString() {
        return place + ": " + kind.word() + ": " + message;
    }
}
