package dev.tieline.cloud.messaging;

/**
 * A CDI event: a link has a connection, its first or a new one, and its subscriptions are answered. Whoever keeps
 * retained documents at the broker publishes them again, since the broker may have lost them.
 *
 * <p>Observers run one after the other on a thread of the link. While they do, no message arrives on it; publishing
 * goes on.
 *
 * @param link the name of the link, as in the attribute {@code link} of its channels
 */
public record LinkConnected(String link) {}
