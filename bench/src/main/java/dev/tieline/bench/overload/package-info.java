/**
 * {@code tieline bench overload}: what becomes of the work that a node can do when more is asked of it.
 *
 * <p>In comes a plan (models, rates, rounds, a deadline); out comes an
 * {@link dev.tieline.bench.overload.OverloadReport} of a real node: in each round first its peak, by callers that wait
 * for their answers, then rates below and above it, by requests that arrive on the clock whatever became of those
 * before. {@link dev.tieline.bench.overload.Pace} says when a request is due,
 * {@link dev.tieline.bench.overload.Generator} sends it and hears what becomes of it,
 * {@link dev.tieline.bench.overload.Ledger} keeps that. Every time counts from when a request was due, so a client that
 * is held up hides nothing. The figure is the goodput at the highest rate over the best: 1 means that it stays flat.
 */
@NullMarked
package dev.tieline.bench.overload;

import org.jspecify.annotations.NullMarked;
