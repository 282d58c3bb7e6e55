/**
 * The one MQTT 5 link that both the edge runtime and the controller hold to a broker.
 *
 * <p>In go messages to publish and handlers for topic filters; out come the broker's verdict on each message, as a
 * value, and the messages that arrive, in order. {@link dev.tieline.devices.link.MqttLink} connects in the background
 * for ever, announces a fresh will on every attempt, subscribes again after each connect, and completes everything
 * that was under way when a connection is lost, so that no caller hangs.
 *
 * <p>This package alone knows the MQTT client library. Its threads never run a caller's code: handlers and listeners
 * run on the link's own thread, completions on virtual threads.
 */
@NullMarked
package dev.tieline.devices.link;

import org.jspecify.annotations.NullMarked;
