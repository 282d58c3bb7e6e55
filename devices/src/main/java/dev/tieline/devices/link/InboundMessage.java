package dev.tieline.devices.link;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message that arrived. The payload belongs to the handler.
 *
 * @param topic where it was published
 * @param payload the body
 * @param retained whether the broker had kept it from before the subscription
 * @param properties its MQTT 5 properties; {@code expiry} is what is left of it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record InboundMessage(String topic, byte[] payload, boolean retained, MessageProperties properties) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof InboundMessage that
                && topic.equals(that.topic)
                && Arrays.equals(payload, that.payload)
                && retained == that.retained
                && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return topic.hashCode() * 31 + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return "InboundMessage[" + topic + ", " + payload.length + " bytes, retained=" + retained + "]";
    }
}
