/**
 * MQTT 5 for reactive messaging: the SmallRye connector {@code tieline-mqtt}.
 *
 * <p>In go the attributes of channels and the settings of the links that they share; out come channels. An incoming one
 * hands on what its topic filter brings, no faster than it is asked to, and acknowledges at the broker what was
 * acknowledged to it. An outgoing one publishes in order and acknowledges what the broker has. The metadata of a
 * message carry its MQTT 5 properties both ways; {@link dev.tieline.cloud.messaging.LinkConnected} tells when retained
 * documents have to be published again; the health report tells what is not connected, refused or stopped.
 *
 * <p>The package knows nothing of Tieline's topics and documents. It alone holds an
 * {@link dev.tieline.devices.link.MqttLink} in this module.
 */
@NullMarked
package dev.tieline.cloud.messaging;

import org.jspecify.annotations.NullMarked;
