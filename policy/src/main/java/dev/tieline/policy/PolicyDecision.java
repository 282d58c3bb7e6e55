package dev.tieline.policy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer to a {@link PolicyRequest}, with its reason. */
public sealed interface PolicyDecision permits PolicyDecision.Permit, PolicyDecision.Deny {

    boolean permitted();

    /**
     * The id of the rule that decided, the smallest where several did; null where a default, the empty path, the state
     * of a bundle or the want of a permit decided, which {@link #reason} then says.
     */
    @Nullable String decidingRule();

    /** Why, in one sentence without a full stop. Hops are counted from 1. */
    String reason();

    /**
     * On a denial: what does not fit, as {@link #reason} tells it. That is what the forbid that decided matched, else where
     * the permit that came nearest failed; empty where no rule had a part in it.
     */
    Optional<Misfit> cause();

    /**
     * On a denial for want of a permit: the permits that came near, those of the widest level that lacks one first.
     * Within a level first those that failed at a hop, then those that did not match the request in one single
     * dimension; among each, in order of their ids.
     */
    List<Misfit> nearMisses();

    /** The ids of all rules that speak for this decision, in alphabetical order: forbids on a denial, else permits. */
    List<String> matched();

    /**
     * The ids of the rules on trial ({@code mode: audit}) that match, of either effect, in alphabetical order. They have
     * no say in the decision.
     */
    List<String> audited();

    /** What the permits that matched ask for; nothing on a denial. */
    List<Obligation> obligations();

    /** The decision for people, in one line. */
    default String explain() {
        return (permitted() ? "PERMIT: " : "DENY: ") + reason();
    }

    /** The transfer may take place. */
    record Permit(
            @Nullable String decidingRule,
            String reason,
            List<String> matched,
            List<String> audited,
            List<Obligation> obligations)
            implements PolicyDecision {
        public Permit {
            matched = List.copyOf(matched);
            audited = List.copyOf(audited);
            obligations = List.copyOf(obligations);
        }

        @Override
        public boolean permitted() {
            return true;
        }

        @Override
        public Optional<Misfit> cause() {
            return Optional.empty();
        }

        @Override
        public List<Misfit> nearMisses() {
            return List.of();
        }
    }

    /**
     * The transfer may not take place.
     *
     * @param forbidden what the forbid that decided matched; null where none did
     */
    record Deny(
            @Nullable Misfit forbidden,
            String reason,
            List<String> matched,
            List<Misfit> nearMisses,
            List<String> audited)
            implements PolicyDecision {
        public Deny {
            matched = List.copyOf(matched);
            nearMisses = List.copyOf(nearMisses);
            audited = List.copyOf(audited);
        }

        /** A denial of which no rule is the cause. */
        public static Deny because(String reason) {
            return new Deny(null, reason, List.of(), List.of(), List.of());
        }

        @Override
        public Optional<Misfit> cause() {
            return forbidden == null ? nearMisses.stream().findFirst() : Optional.of(forbidden);
        }

        @Override
        public boolean permitted() {
            return false;
        }

        @Override
        public @Nullable String decidingRule() {
            return forbidden == null ? null : forbidden.rule();
        }

        @Override
        public List<Obligation> obligations() {
            return List.of();
        }
    }
}
