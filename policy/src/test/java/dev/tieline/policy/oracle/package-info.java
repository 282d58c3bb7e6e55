/**
 * A second opinion on every sentence of the policy language.
 *
 * <p>A {@link dev.tieline.policy.oracle.Law} is a policy made of records of this package's own: {@code Book} for a
 * bundle, {@code Article} for a rule, {@code Scope} and {@code Clause} for what it names, {@code Guard} for a
 * {@code when}. {@link dev.tieline.policy.oracle.Lawmaker} makes random ones with the questions to ask them,
 * {@link dev.tieline.policy.oracle.Oracle} answers by walking the records, plainly and without care for speed, and
 * {@link dev.tieline.policy.oracle.Subject} puts the same law and question to the real reader and evaluator as text.
 * Nothing but that text is shared with the code under test.
 *
 * <p>A {@link dev.tieline.policy.oracle.Misreading} is one sentence got wrong. An oracle that gets it wrong has to
 * disagree with the right one in many of the random cases, or these do not test that sentence.
 */
@NullMarked
package dev.tieline.policy.oracle;

import org.jspecify.annotations.NullMarked;
