package dev.tieline.devices.link;

/**
 * Why the broker does not have a message.
 *
 * @param kind what a caller can act on
 * @param reasonCode the MQTT 5 reason code (specification section 2.4), or 0 where the link itself gave up
 * @param detail one sentence for people
 */
public record LinkFailure(Kind kind, int reasonCode, String detail) {

    /** What a caller can act on. */
    public enum Kind {
        /** There is no connection at this moment; the link is looking for one. */
        NOT_CONNECTED,
        /** The broker's access rules forbid this client to publish there (0x87). */
        NOT_AUTHORIZED,
        /** The broker's limit for this client is reached (0x97). */
        QUOTA_EXCEEDED,
        /** The message is larger than the broker accepts. It was not sent: a broker would end the connection (0x95). */
        PACKET_TOO_LARGE,
        /** The connection went away while the message was under way: the broker may or may not have it. */
        CONNECTION_LOST,
        /** The broker refused the message for another reason; see the reason code. */
        REFUSED,
        /** The expiry of the message, or its sender's patience, ended while it waited for its turn. It was not sent. */
        EXPIRED,
        /** The calling thread was interrupted while it waited for its turn. The message was not sent. */
        INTERRUPTED
    }

    @Override
    public String toString() {
        return kind + ": " + detail;
    }
}
