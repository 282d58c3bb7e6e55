package dev.tieline.devices.link;

/**
 * A message that arrived, together with the right to acknowledge it.
 *
 * @param message what arrived
 * @param qos the service level at which the broker delivered it: 0 or 1
 * @param acknowledge tells the broker that the message is handled, which frees its place in the receive window. From
 *     any thread; doing it again does nothing, nor does it once the connection that brought the message has gone, or at
 *     QoS 0
 */
public record Delivery(InboundMessage message, int qos, Runnable acknowledge) {}
