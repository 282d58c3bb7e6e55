package dev.tieline.cloud.messaging;

/** What happens to a message that is to be published while there is no connection. */
enum WhenDisconnected {
    /** It waits for the next connection, in order, at most for its own expiry. */
    WAIT,
    /** It is refused at once. */
    FAIL
}
