package dev.tieline.client;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The node cannot be reached, or the connection to it broke before the answer was there. */
public final class ConnectionException extends TielineException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean connected;

    ConnectionException(String message, boolean connected, @Nullable Throwable cause) {
        super("connection_failed", message, cause);
        this.connected = connected;
    }

    /**
     * Whether there was a connection. If so, the call may have run, which changed nothing: to infer is to compute a
     * function, and asking twice is safe.
     */
    public boolean connected() {
        return connected;
    }
}
