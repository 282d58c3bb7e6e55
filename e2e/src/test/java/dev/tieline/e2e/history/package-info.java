/**
 * What callers went through while things broke, and whether it was in order.
 *
 * <p>A {@link dev.tieline.e2e.history.Load} asks nodes all the time, whatever fails, and writes every
 * {@link dev.tieline.e2e.history.Call} into a {@link dev.tieline.e2e.history.History}: when it was sent, how and when it
 * ended. Every call carries a number of its own in its tensors, so that an answer proves which call it answers, and a
 * witness at the broker recognises a call by its data and not by what is said of it. A
 * {@link dev.tieline.e2e.history.Pulse} notes when this very machine stood still. The
 * {@link dev.tieline.e2e.history.HistoryChecker} is a pure function of this evidence: out come sentences, one for each rule
 * that a call broke.
 */
@NullMarked
package dev.tieline.e2e.history;

import org.jspecify.annotations.NullMarked;
