/**
 * Guards: the expressions in CEL that stand under {@code when} where the typed words of a bundle do not suffice.
 *
 * <p>In goes a {@link dev.tieline.policy.guard.CheckedGuard}, the text of an expression with what a
 * {@link dev.tieline.policy.guard.GuardCompiler} made of it elsewhere; {@link dev.tieline.policy.guard.GuardLoader} makes
 * it a {@link dev.tieline.policy.guard.Guard}, which answers true, false or unknown about a request and a hop. Whatever
 * goes wrong in an expression, a missing fact included, is unknown.
 *
 * <p>Only this package knows the library that runs expressions, and only {@code compile} below it the one that compiles
 * them: a node has the first and not the second. Neither is loaded by a bundle without guards.
 */
@NullMarked
package dev.tieline.policy.guard;

import org.jspecify.annotations.NullMarked;
