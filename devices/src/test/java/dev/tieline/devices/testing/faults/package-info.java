/**
 * A bad network between an MQTT client and its broker, for tests.
 *
 * <p>A {@link dev.tieline.devices.testing.faults.FaultProxy} stands before a broker's port. What enters it are the bytes
 * of both sides; a {@code FrameParser} cuts them into {@link dev.tieline.devices.testing.faults.Frame}s, one
 * {@code Disturbance} per {@link dev.tieline.devices.testing.faults.Direction} decides what becomes of each, a
 * {@code Pace} when it is due, and a {@code Course} carries it there. What leaves is what such a network would let pass,
 * in the order in which it was sent: a TCP connection never reorders. Parser, pace and decisions are plain computations;
 * only {@code Course}, {@code Connection} and the proxy have sockets and threads (all virtual).
 *
 * <p>Memory is bounded: a direction of a connection holds one packet and {@code Course.ROOM} bytes, then it stops
 * reading, so that the sender meets TCP's own back pressure.
 */
@NullMarked
package dev.tieline.devices.testing.faults;

import org.jspecify.annotations.NullMarked;
