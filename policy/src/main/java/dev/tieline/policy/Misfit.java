package dev.tieline.policy;

import org.jspecify.annotations.Nullable;

/**
 * What of a request does not fit a rule: where a permit failed first, or what a forbid matched first.
 *
 * @param rule the rule's id
 * @param at the hop that does not fit; null where it is the request itself, or the rule looks at no hop
 * @param clause the narrowest place in the rule that says all of it, such as {@code hops.relay.country}, {@code hops.any}
 *     or {@code for.purpose}
 * @param actual what the hop or the request has; {@code unknown} where that is not known
 * @param expected what it would need for the rule not to stand in the way
 */
public record Misfit(String rule, @Nullable At at, String clause, String actual, String expected) {

    /**
     * A hop of a path.
     *
     * @param number counted from 1 along the path
     */
    public record At(int number, Hop hop) {

        /** The hop with that number. */
        public static At of(TransferPath path, int number) {
            return new At(number, path.hops().get(number - 1));
        }
    }
}
