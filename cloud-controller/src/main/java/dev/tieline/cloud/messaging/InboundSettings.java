package dev.tieline.cloud.messaging;

import dev.tieline.devices.link.TopicFilters;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * The attributes of an incoming channel, checked.
 *
 * @param channel its name
 * @param link the link that it listens on
 * @param topic the filter that it subscribes to, plain or shared
 * @param qos the highest service level wanted, 0 or 1
 * @param qos0Buffer messages at QoS 0 that may wait for the consumer; the oldest gives way to the newest
 * @param failureStrategy what happens to messages that the consumer refuses
 * @param health whether the channel is part of the health report
 */
record InboundSettings(
        String channel,
        String link,
        String topic,
        int qos,
        int qos0Buffer,
        FailureStrategy failureStrategy,
        boolean health) {
    static final Set<String> ATTRIBUTES =
            Set.of("link", "topic", "qos", "qos0-buffer", "failure-strategy", "health-enabled");

    private static final int DEFAULT_BUFFER = 1_024;
    private static final int MAX_BUFFER = 1_000_000;

    /** @throws IllegalArgumentException naming the channel, the attribute, its value and what is legal */
    static InboundSettings read(Config config) {
        var attributes = new ChannelAttributes(config, ATTRIBUTES);
        return new InboundSettings(
                attributes.channel(),
                attributes.text("link").orElse(SharedLinks.DEFAULT),
                attributes
                        .text("topic", TopicFilters::checkFilter)
                        .orElseThrow(() -> attributes.missing("topic", "the topic filter to subscribe to")),
                attributes.number("qos", 1, 0, 1),
                attributes.number("qos0-buffer", DEFAULT_BUFFER, 1, MAX_BUFFER),
                attributes.choice("failure-strategy", FailureStrategy.IGNORE),
                attributes.flag("health-enabled", true));
    }
}
