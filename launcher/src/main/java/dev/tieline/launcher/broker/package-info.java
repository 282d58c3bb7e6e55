/**
 * The broker for development: an MQTT 5 broker in this process, in memory, on loopback.
 *
 * <p>In comes a port; out comes an ActiveMQ Artemis that speaks MQTT 5 only, keeps everything in memory, writes no file
 * and asks for no password, which is why it refuses every address but loopback. Production uses a broker of its
 * operator's; the tests use Mosquitto as well, so that nothing here is taken for MQTT that is only Artemis.
 */
@NullMarked
package dev.tieline.launcher.broker;

import org.jspecify.annotations.NullMarked;
