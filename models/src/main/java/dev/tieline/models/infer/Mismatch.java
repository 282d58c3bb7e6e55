package dev.tieline.models.infer;

import dev.tieline.policy.Misfit;
import org.jspecify.annotations.Nullable;

/**
 * What did not fit a policy rule.
 *
 * @param hop the place on the way that did not; null where it was the request itself, or the rule looks at no place
 * @param actual what the request or the place has, {@code unknown} where that is not known; null where whoever refused
 *     does not tell
 * @param expected what it would need for the rule not to stand in the way; null where whoever refused does not tell
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
    public record Hop(int number, String role, String site) {

        private static Hop of(Misfit.At at) {
            return new Hop(at.number(), at.hop().role().word(), at.hop().facts().site());
        }
    }

    /** What policy says did not fit. */
    public static Mismatch of(Misfit misfit) {
        var at = misfit.at();
        return new Mismatch(at == null ? null : Hop.of(at), misfit.actual(), misfit.expected());
    }
}
