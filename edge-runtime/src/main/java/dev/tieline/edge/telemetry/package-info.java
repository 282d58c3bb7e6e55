/**
 * How the node does, said every few seconds.
 *
 * <p>In go the run slots, the run times of models, the links and the processors; out comes
 * {@link dev.tieline.devices.twin.Telemetry}, through the egress guard and at QoS 0: what is lost is old a moment later
 * anyway. It starts with each connection and carries its birth sequence number.
 */
@NullMarked
package dev.tieline.edge.telemetry;

import org.jspecify.annotations.NullMarked;
