/**
 * The loop that keeps the fleet as operators declared it.
 *
 * <p>In go what is declared ({@link dev.tieline.cloud.catalog.ResourceStore}), what the fleet is
 * ({@link dev.tieline.cloud.fleet.Fleet}) and what callers asked for through dispatch
 * ({@link dev.tieline.cloud.control.DemandBook}). {@link dev.tieline.cloud.control.ControlLoop} puts them to the
 * placement engine, on each change and now and then, records what was decided and why, and has it rolled out. It
 * decides nothing itself and compares whole states, never streams of events: a run that was missed costs nothing.
 */
@NullMarked
package dev.tieline.cloud.control;

import org.jspecify.annotations.NullMarked;
