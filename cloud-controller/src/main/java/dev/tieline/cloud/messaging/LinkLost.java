package dev.tieline.cloud.messaging;

/**
 * A CDI event: a link has lost its connection, and looks for another one. It comes after the messages that came before
 * the loss, and before the {@link LinkConnected} of the next connection, on the same thread as that.
 *
 * @param link the name of the link, as in the attribute {@code link} of its channels
 */
public record LinkLost(String link) {}
