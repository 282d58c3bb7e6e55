/**
 * Policy for whole fleets: which of a hundred thousand candidates a request may go to.
 *
 * <p>In go the paths to the candidates. {@link dev.tieline.policy.filter.PolicyFilter} sorts them into
 * {@link dev.tieline.policy.filter.CandidateClasses}, which policy cannot tell apart: sites share their facts, and the
 * id of a site counts only where a rule can see it ({@link dev.tieline.policy.bundle.Sight}). Out comes the set of those
 * that are permitted: each class is asked about once, and the answer is remembered for as long as no date of the policy
 * changes it.
 *
 * <p>Nothing here decides: every answer is one of the {@link dev.tieline.policy.bundle.PolicyEvaluator}, about one
 * member of the class, and only the evaluator says why. {@link dev.tieline.policy.filter.SiteKinds} is the same sorting
 * for callers who know paths by their sites. The controller's placement uses that one, through its {@code Ways};
 * {@code PolicyFilter} is for whole fleets, and so far only the benchmark asks it.
 */
@NullMarked
package dev.tieline.policy.filter;

import org.jspecify.annotations.NullMarked;
