package dev.tieline.cloud.messaging;

import dev.tieline.devices.link.MessageProperties;

/**
 * What came with the payload of a message that arrived.
 *
 * @param topic where it was published
 * @param retained whether the broker had kept it from before the subscription
 * @param properties its MQTT 5 properties
 */
public record InboundMqttMetadata(String topic, boolean retained, MessageProperties properties) {}
