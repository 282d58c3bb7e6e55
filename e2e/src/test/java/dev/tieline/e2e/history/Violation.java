package dev.tieline.e2e.history;

/**
 * A rule that was broken.
 *
 * @param rule which
 * @param sentence what happened, with everything that is known of it
 */
public record Violation(Rule rule, String sentence) {

    /** What has to hold for every call, and for all of them together. */
    public enum Rule {
        ONE_OUTCOME,
        IN_TIME,
        RIGHT_ANSWER,
        ALLOWED_PLACE,
        ALLOWED_WAY,
        CLEAR_ERROR,
        GONE_ONLY_IF_BROKEN,
        TOLD_WAY,
        PROMISE
    }

    @Override
    public String toString() {
        return rule + ": " + sentence;
    }
}
