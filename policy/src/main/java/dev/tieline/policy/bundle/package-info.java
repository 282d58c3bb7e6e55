/**
 * Policy bundles: the files that say what is allowed, and the evaluator that answers by them.
 *
 * <p>In go bundle files, at most one of each level; {@link dev.tieline.policy.bundle.PolicySetReader} makes them a
 * {@link dev.tieline.policy.bundle.PolicySet} or refuses them with the line at fault. A
 * {@link dev.tieline.policy.bundle.BundleState} says whether a node has one. Out of
 * {@link dev.tieline.policy.bundle.PolicyEvaluator} come {@link dev.tieline.policy.PolicyDecision}s: pure, without
 * clock, network or lock, so that the edge and the controller decide alike.
 *
 * <p>A rule is a tree of small immutable objects made once at load: a rule has a request match and hop clauses, a
 * clause has conditions, a condition answers true, false or unknown. Unknown never permits.
 */
@NullMarked
package dev.tieline.policy.bundle;

import org.jspecify.annotations.NullMarked;
