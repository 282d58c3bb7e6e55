package dev.tieline.cloud.messaging;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Says once for each reason why a consumer refused messages, whatever the number of messages and of reasons. */
final class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final int MAX_REASONS = 100;

    private final String channel;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    Refusals(String channel) {
        this.channel = channel;
    }

    /** Notes a message that was refused and ignored. @return whether the reason was a new one */
    boolean ignored(String topic, Throwable reason) {
        var isNew = said.size() < MAX_REASONS && said.add(reason.toString());
        if (isNew) {
            LOG.warnf(
                    "The consumer of the channel %s refused a message on %s, which is ignored: %s",
                    channel, topic, reason);
        } else {
            LOG.debugf("The consumer of the channel %s refused a message on %s: %s", channel, topic, reason);
        }
        return isNew;
    }
}
