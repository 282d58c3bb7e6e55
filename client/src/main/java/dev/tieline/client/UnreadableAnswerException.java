package dev.tieline.client;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Something answered, and what it said is not of the protocol, or is larger than the client takes. */
public final class UnreadableAnswerException extends TielineException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnreadableAnswerException(String message, @Nullable Throwable cause) {
        super("unreadable_answer", message, cause);
    }
}
