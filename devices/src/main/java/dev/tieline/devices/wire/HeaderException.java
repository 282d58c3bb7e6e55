package dev.tieline.devices.wire;

/** A user property of a message that cannot be used, with its name and what is wrong with it. */
public final class HeaderException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with a property. */
    public enum Problem {
        /** It is required and not there. */
        MISSING,
        /** It is there more than once. */
        REPEATED,
        /** It is longer than any legal value. */
        TOO_LONG,
        /** Its value breaks its rule. */
        INVALID,
        /** Its name starts like one of ours, and this release does not know it. */
        UNKNOWN
    }

    private final String property;
    private final Problem problem;

    HeaderException(String property, Problem problem, String message) {
        super("property " + property + ": " + message);
        this.property = property;
        this.problem = problem;
    }

    public String property() {
        return property;
    }

    public Problem problem() {
        return problem;
    }
}
