package dev.tieline.cloud.messaging;

import dev.tieline.devices.link.TopicFilters;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an outgoing channel, checked.
 *
 * @param channel its name
 * @param link the link that it publishes on
 * @param topic where messages without metadata go; without it each message needs metadata
 * @param qos the service level of messages without metadata, 0 or 1
 * @param retain whether the broker keeps messages without metadata
 * @param maxInFlight messages taken from the application and not yet answered by the broker
 * @param whenDisconnected what happens to messages while there is no connection
 * @param whenNobodyListens what happens to messages that nobody is subscribed to
 * @param health whether the channel is part of the health report
 */
record OutboundSettings(
        String channel,
        String link,
        @Nullable String topic,
        int qos,
        boolean retain,
        int maxInFlight,
        WhenDisconnected whenDisconnected,
        WhenNobodyListens whenNobodyListens,
        boolean health) {
    static final Set<String> ATTRIBUTES = Set.of(
            "link",
            "topic",
            "qos",
            "retain",
            "max-in-flight",
            "when-disconnected",
            "when-nobody-listens",
            "health-enabled");

    private static final int DEFAULT_IN_FLIGHT = 64;
    private static final int MAX_IN_FLIGHT = 65_535;

    /** @throws IllegalArgumentException naming the channel, the attribute, its value and what is legal */
    static OutboundSettings read(Config config) {
        var attributes = new ChannelAttributes(config, ATTRIBUTES);
        return new OutboundSettings(
                attributes.channel(),
                attributes.text("link").orElse(SharedLinks.DEFAULT),
                attributes.text("topic", TopicFilters::checkTopic).orElse(null),
                attributes.number("qos", 1, 0, 1),
                attributes.flag("retain", false),
                attributes.number("max-in-flight", DEFAULT_IN_FLIGHT, 1, MAX_IN_FLIGHT),
                attributes.choice("when-disconnected", WhenDisconnected.WAIT),
                attributes.choice("when-nobody-listens", WhenNobodyListens.ACCEPT),
                attributes.flag("health-enabled", true));
    }
}
