/**
 * The benchmarks, each a program: {@code ./tieline bench NAME}.
 *
 * <p>In comes the name of a benchmark with its options; out come a table for people and a JSON file with every round.
 * What is compared is measured in one run, in turns, so that the machine's mood meets all of it alike. No test asserts
 * a time: a benchmark reports, and people judge.
 *
 * <p>{@code measure} has the arithmetic, {@code stage} the processes that a benchmark needs around it, and each
 * benchmark a package of its own.
 */
@NullMarked
package dev.tieline.bench;

import org.jspecify.annotations.NullMarked;
