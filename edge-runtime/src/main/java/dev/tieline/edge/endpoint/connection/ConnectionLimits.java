package dev.tieline.edge.endpoint.connection;

import java.time.Duration;

/**
 * What connections may take.
 *
 * @param connections how many there may be at the same time; at least 1
 * @param headTime how long after it began, or after the connection was made, the head of a request may take to be
 *     complete; positive
 * @param idleTime how long a connection may ask for nothing after a request; positive
 * @param waitingBytes how many bytes of all connections together may wait to become requests: parts of heads, and what
 *     comes before an earlier request on the connection has its answer; at least 1
 */
public record ConnectionLimits(int connections, Duration headTime, Duration idleTime, long waitingBytes) {
    /**
     * A head costs the more memory the shorter its fields are, some thirty times its length where they say nothing. Real
     * ones come in one piece and never wait.
     */
    public static final long WAITING_BYTES = 1 << 20;

    public ConnectionLimits {
        if (connections < 1) {
            throw new IllegalArgumentException("at least 1 connection must be allowed, and it is " + connections);
        }
        if (!headTime.isPositive() || !idleTime.isPositive()) {
            throw new IllegalArgumentException("a connection must have time, and its head has " + headTime
                    + " and it may be idle for " + idleTime);
        }
        if (waitingBytes < 1) {
            throw new IllegalArgumentException("at least 1 byte must be allowed to wait, and it is " + waitingBytes);
        }
    }
}
