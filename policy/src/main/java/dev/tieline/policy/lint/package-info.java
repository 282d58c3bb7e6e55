/**
 * What a policy says that its writers hardly meant, though it can be read: rules that never decide, words that nothing
 * uses, memberships that end soon.
 *
 * <p>In go the texts of bundles that were read without error; out come {@link dev.tieline.policy.lint.Finding}s, each
 * with its line. A {@link dev.tieline.policy.lint.PolicyLint} works on the documents, not on the evaluator's rules: it
 * draws each rule as a {@link dev.tieline.policy.lint.LintedRule} of terms that know when they imply one another. Which
 * countries a list means at which time it does not work out by itself: it asks the evaluator
 * ({@link dev.tieline.policy.lint.Territories}).
 *
 * <p>A finding is a proof: what is called dead never decides. Where a check cannot be sure, it says nothing.
 */
@NullMarked
package dev.tieline.policy.lint;

import org.jspecify.annotations.NullMarked;
