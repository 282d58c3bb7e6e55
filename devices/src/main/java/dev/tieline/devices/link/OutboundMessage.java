package dev.tieline.devices.link;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message to publish. The payload is not copied: the caller must not change it afterwards.
 *
 * @param topic where to, without wildcards
 * @param payload the body
 * @param qos 0 (at most once) or 1 (at least once); Tieline never uses 2
 * @param retain whether the broker keeps it for later subscribers
 * @param properties its MQTT 5 properties
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record OutboundMessage(String topic, byte[] payload, int qos, boolean retain, MessageProperties properties) {

    public OutboundMessage {
        TopicFilters.checkTopic(topic);
        TopicFilters.checkQos(qos);
    }

    /** A message at QoS 1 that is not retained. */
    public static OutboundMessage of(String topic, byte[] payload, MessageProperties properties) {
        return new OutboundMessage(topic, payload, 1, false, properties);
    }

    /** A whole document at QoS 1, kept by the broker for whoever comes later. */
    public static OutboundMessage retained(String topic, byte[] payload) {
        return new OutboundMessage(topic, payload, 1, true, MessageProperties.NONE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OutboundMessage that
                && topic.equals(that.topic)
                && Arrays.equals(payload, that.payload)
                && qos == that.qos
                && retain == that.retain
                && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return topic.hashCode() * 31 + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return "OutboundMessage[" + topic + ", " + payload.length + " bytes, qos=" + qos + ", retain=" + retain + "]";
    }
}
