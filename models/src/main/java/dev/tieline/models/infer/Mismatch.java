package dev.tieline.models.infer;

import org.jspecify.annotations.Nullable;

/**
 * What did not fit a policy rule.
 *
 * @param hop the place on the way that did not; null where it was the request itself, or the rule asks for no place
 * @param actual what the request or the place has, {@code unknown} where that is not known; null where the rule does not
 *     tell
 * @param expected what the rule needs; null where it does not tell
 */
public record Mismatch(
        @Nullable Hop hop,
        @Nullable String actual,
        @Nullable String expected) {

    /**
     * A place that data passes.
     *
     * @param number counted from 1, the first place after the node that asked
     * @param role what happens there: {@code relay}, {@code process} or {@code store}
     * @param site its site; empty where that is not known
     */
    public record Hop(int number, String role, String site) {}
}
