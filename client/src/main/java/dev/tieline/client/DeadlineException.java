package dev.tieline.client;

import java.io.Serial;

/**
 * The deadline passed and no answer was there, not even the node's word that it is too late. The call has been given up.
 */
public final class DeadlineException extends TielineException {
    @Serial
    private static final long serialVersionUID = 1L;

    DeadlineException(String message) {
        super("deadline_exceeded", message, null);
    }
}
