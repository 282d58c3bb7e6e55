package dev.tieline.devices.link;

/**
 * The message that the broker publishes, retained and at QoS 1, when this connection ends without a goodbye.
 *
 * @param topic where to
 * @param payload the body; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // written once into a CONNECT packet, never compared
public record Will(String topic, byte[] payload) {

    public Will {
        TopicFilters.checkTopic(topic);
    }
}
