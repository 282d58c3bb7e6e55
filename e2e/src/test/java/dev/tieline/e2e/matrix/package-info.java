/**
 * The kill matrix: every kind of process, broken in every way, under load, one cell after the other.
 *
 * <p>A {@link dev.tieline.e2e.matrix.MatrixFederation} is a broker, a controller and four nodes, each behind a fault proxy
 * of its own. A {@link dev.tieline.e2e.matrix.Cell} says what is broken and how, the
 * {@link dev.tieline.e2e.matrix.Breaker} does it and heals it, {@link dev.tieline.e2e.matrix.Expectations} say what holds
 * meanwhile and afterwards, and the history checker looks at every single call. A
 * {@link dev.tieline.e2e.matrix.Witness} at the broker takes nobody's word for where data went. The figures of every cell
 * go to {@code target/faults}.
 */
@NullMarked
package dev.tieline.e2e.matrix;

import org.jspecify.annotations.NullMarked;
