package dev.tieline.edge.endpoint.http;

import java.time.Duration;

/**
 * How much a node keeps for callers that fetch their answers later.
 *
 * @param age how long an answer is kept once it is there; positive
 * @param number of calls that run in this way or have ended and wait, together; at least 1
 * @param bytes of the answers that wait, together; at least 1
 */
public record ResultBounds(Duration age, int number, long bytes) {
    public ResultBounds {
        if (!age.isPositive() || number < 1 || bytes < 1) {
            throw new IllegalArgumentException("results are kept for a positive time, at least 1 of them and at least 1"
                    + " byte; the bounds are " + age + ", " + number + " and " + bytes);
        }
    }
}
