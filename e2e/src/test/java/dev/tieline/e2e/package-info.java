/**
 * End-to-end tests: the packaged node as real processes, a real Mosquitto between them, requests as a caller sends them.
 *
 * <p>Nothing of a node runs in the test's own JVM. A {@link dev.tieline.e2e.Federation} is three of them (a clinic in
 * Berlin, regions in Frankfurt and Virginia) with a {@link dev.tieline.e2e.Broker}, started once and shared by the tests
 * that leave it as it was. A {@link dev.tieline.e2e.Caller} asks over HTTP; an {@link dev.tieline.e2e.MqttClient} of its
 * own sees what really crosses the broker, and can send what no well-behaved node would. Every wait is on a condition
 * and has a deadline.
 *
 * <p>What can break is broken by {@code dev.tieline.devices.testing.faults} (the network between a node and the broker),
 * by {@link dev.tieline.e2e.faults} (processes, disks, lost packets) and by the broker's own
 * {@link dev.tieline.e2e.Broker#kill} and {@link dev.tieline.e2e.Broker#freeze}.
 */
@NullMarked
package dev.tieline.e2e;

import org.jspecify.annotations.NullMarked;
