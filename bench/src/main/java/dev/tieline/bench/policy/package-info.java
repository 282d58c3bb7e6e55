/**
 * {@code tieline bench policy}: what a decision, a filtered fleet and a loaded bundle cost.
 *
 * <p>In comes a {@link dev.tieline.bench.policy.Plan}; JMH runs each {@link dev.tieline.bench.policy.Subject} in a
 * process of its own, all of them round by round; out come a table of ratios and every round as JSON. Everything is
 * compared with something that is measured beside it: a decision with a check written by hand, the filter with asking
 * one by one, a large bundle with a small one.
 */
@NullMarked
package dev.tieline.bench.policy;

import org.jspecify.annotations.NullMarked;
