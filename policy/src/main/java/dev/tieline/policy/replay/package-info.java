/**
 * Asking a policy about many requests at once: its test cases, and the decisions of the past.
 *
 * <p>In go bundles and {@link dev.tieline.policy.replay.Question}s, from a list of cases or from a file of recorded
 * decisions. Out come the {@link dev.tieline.policy.replay.CaseResult}s of cases, the
 * {@link dev.tieline.policy.replay.Flip}s between two policies, and the {@link dev.tieline.policy.replay.Coverage} of a
 * policy by its cases. What would be so if a policy were another one is found out by changing its documents
 * ({@link dev.tieline.policy.replay.PolicyDraft}) and asking the evaluator again.
 */
@NullMarked
package dev.tieline.policy.replay;

import org.jspecify.annotations.NullMarked;
