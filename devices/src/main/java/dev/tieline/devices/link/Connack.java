package dev.tieline.devices.link;

import org.eclipse.paho.mqttv5.client.IMqttToken;

/**
 * What the broker granted (MQTT 5 specification, section 3.2).
 *
 * @param receiveMaximum how many messages at QoS 1 it takes before it answers the first
 * @param maximumPacketSize the largest packet that it takes, in bytes
 * @param topicAliases whether it takes aliases, which the client library then uses
 */
record Connack(int receiveMaximum, int maximumPacketSize, boolean topicAliases) {
    private static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;
    /** The protocol's own limit: one byte of type, four of length, 268,435,455 after them. */
    static final int DEFAULT_PACKET_SIZE = 268_435_460;

    static Connack of(IMqttToken token) {
        var properties = token.getResponseProperties();
        if (properties == null) {
            return new Connack(DEFAULT_RECEIVE_MAXIMUM, DEFAULT_PACKET_SIZE, false);
        }
        var receive = properties.getReceiveMaximum();
        var size = properties.getMaximumPacketSize();
        var aliases = properties.getTopicAliasMaximum();
        return new Connack(
                receive == null ? DEFAULT_RECEIVE_MAXIMUM : receive,
                size == null ? DEFAULT_PACKET_SIZE : (int) Math.min(size, DEFAULT_PACKET_SIZE),
                aliases != null && aliases > 0);
    }

    /**
     * How many messages may be under way. One place stays free: the library reports a message at QoS 0 as sent a
     * moment before it takes it out of its count, and refuses a message that then exceeds the maximum.
     */
    int window(int wanted) {
        return Math.max(1, Math.min(wanted, receiveMaximum - 1));
    }
}
