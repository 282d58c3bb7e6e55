package dev.tieline.devices.link;

import java.time.Duration;

/**
 * How long a link waits, and for what.
 *
 * @param keepAlive the longest silence before the client shows that it lives; whole seconds on the wire. The broker
 *     takes the client for dead, and publishes its will, after one and a half times that; the client takes the broker
 *     for dead after twice that
 * @param ackTimeout how long the broker may take to acknowledge a message; it gets a second more for each 64 KiB that
 *     were under way when it was sent, itself included
 * @param connectTimeout for one attempt: address, handshake, CONNACK and subscriptions
 * @param minBackoff the shortest pause between two attempts
 * @param maxBackoff the longest one; a connection that lived longer than this, or than five seconds, resets the pause
 */
public record LinkTimes(
        Duration keepAlive, Duration ackTimeout, Duration connectTimeout, Duration minBackoff, Duration maxBackoff) {

    /** Keep alive 10 s, acknowledgements 10 s, connect 10 s, pauses of 250 ms to 30 s. */
    public static final LinkTimes DEFAULT = new LinkTimes(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofMillis(250),
            Duration.ofSeconds(30));

    public LinkTimes {
        if (keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > 65_535) {
            throw new IllegalArgumentException("keepAlive must lie in 1..65535 seconds, and it is " + keepAlive);
        }
        if (ackTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("ackTimeout must be positive, and it is " + ackTimeout);
        }
        if (connectTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("connectTimeout must be positive, and it is " + connectTimeout);
        }
        if (minBackoff.toMillis() < 1 || minBackoff.compareTo(maxBackoff) > 0) {
            throw new IllegalArgumentException(
                    "the pauses between attempts must be positive and in order, and they are " + minBackoff + " and "
                            + maxBackoff);
        }
    }
}
