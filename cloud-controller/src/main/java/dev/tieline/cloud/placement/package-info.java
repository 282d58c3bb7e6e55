/**
 * Decides which nodes hold which models, and which nodes elsewhere each node may ask.
 *
 * <p>In go a view of the fleet, the site book, the policy, what operators and callers ask for
 * ({@link dev.tieline.cloud.placement.Demand}) and the plan in force; out comes a
 * {@link dev.tieline.cloud.placement.PlacementPlan}. For each deployment the
 * {@link dev.tieline.cloud.placement.PlacementEngine} passes every node through the filters, of which the first that
 * refuses is kept as the reason, scores the rest, and lets a holder keep its place unless another is better by a margin.
 * Policy is a filter and never a weight. A holder that is no longer wanted goes only when its successors answer, or at
 * once when policy denies it.
 *
 * <p>Everything is a pure function: the same input gives the same plan, in whatever order it was put together. No
 * clock, no network, no tensor. {@link dev.tieline.cloud.placement.RouteExplainer} says why a route is as it is.
 */
@NullMarked
package dev.tieline.cloud.placement;

import org.jspecify.annotations.NullMarked;
