/**
 * The arithmetic of every benchmark.
 *
 * <p>In go the times of single calls, which {@link dev.tieline.bench.measure.ClosedLoop} takes; out come a
 * {@link dev.tieline.bench.measure.Sample} of each round, medians over rounds, and the
 * {@link dev.tieline.bench.measure.Drift} that says whether the machine was calm enough for the figures to mean
 * anything. {@link dev.tieline.bench.measure.Machine} says where they were taken.
 */
@NullMarked
package dev.tieline.bench.measure;

import org.jspecify.annotations.NullMarked;
