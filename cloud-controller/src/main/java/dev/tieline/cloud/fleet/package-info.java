/**
 * What the controller knows of its fleet: one record per node, kept up by what the nodes say of themselves.
 *
 * <p>In go births, presences, telemetry and reported states, in whatever order a broker delivers them;
 * {@link dev.tieline.cloud.fleet.Fleet} keeps what holds and says of each document whether it changed anything that a
 * placement depends on, or why it was ignored ({@link dev.tieline.cloud.fleet.Observation}). Out comes an immutable
 * {@link dev.tieline.cloud.fleet.FleetView} of one moment, in which every node has its
 * {@link dev.tieline.cloud.fleet.Freshness}.
 *
 * <p>A node claims nothing that decides about data: its site's facts come from the site book. What it says of itself
 * is checked against its own birth. Nothing here reads a clock of its own, a message or a tensor.
 */
@NullMarked
package dev.tieline.cloud.fleet;

import org.jspecify.annotations.NullMarked;
