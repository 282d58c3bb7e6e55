package dev.tieline.e2e.history;

import java.util.Locale;

/** How a call ended, as its caller saw it. */
public sealed interface Outcome {

    /** One word for tables. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /**
     * An answer.
     *
     * @param site where it says that it was made
     * @param node by whom
     * @param route how the call came there
     * @param right whether the numbers are those of this call
     */
    record Answered(String site, String node, String route, boolean right) implements Outcome {}

    /**
     * An error that the asked node told.
     *
     * @param status of HTTP
     * @param code the word of the kind of error
     * @param message for people
     * @param retryAfter whether it says when to come again
     */
    record Refused(int status, String code, String message, boolean retryAfter) implements Outcome {}

    /** The connection to the asked node broke, or there was none. */
    record Gone(String why) implements Outcome {}

    /** An answer that could not be read. */
    record Garbled(String why) implements Outcome {}
}
