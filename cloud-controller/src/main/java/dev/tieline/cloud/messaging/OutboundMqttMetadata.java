package dev.tieline.cloud.messaging;

import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.TopicFilters;

/**
 * Where and how a message is to be published; decides before the attributes of its channel.
 *
 * @param topic where to, without wildcards
 * @param qos 0 (at most once) or 1 (at least once)
 * @param retain whether the broker keeps it for later subscribers
 * @param properties its MQTT 5 properties
 */
public record OutboundMqttMetadata(String topic, int qos, boolean retain, MessageProperties properties) {

    /** @throws IllegalArgumentException if the topic or the QoS cannot be used */
    public OutboundMqttMetadata {
        TopicFilters.checkTopic(topic);
        TopicFilters.checkQos(qos);
    }

    /** A message at QoS 1 that is not retained. */
    public static OutboundMqttMetadata of(String topic, MessageProperties properties) {
        return new OutboundMqttMetadata(topic, 1, false, properties);
    }

    /** A whole document at QoS 1, kept by the broker for whoever comes later. */
    public static OutboundMqttMetadata retained(String topic) {
        return new OutboundMqttMetadata(topic, 1, true, MessageProperties.NONE);
    }
}
