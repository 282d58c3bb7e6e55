/**
 * The compiler of expressions, for the controller and the tools.
 *
 * <p>In goes a bundle as its author wrote it; {@link dev.tieline.policy.guard.compile.BundleCompiler} gives the same text
 * back with the key {@code guards} at its end, under which each expression stands with what it compiles to, so that a
 * node can run it without a compiler.
 */
@NullMarked
package dev.tieline.policy.guard.compile;

import org.jspecify.annotations.NullMarked;
