/**
 * What stands around a benchmark: a broker, a node that works for others, and what both sides know of the world.
 *
 * <p>In comes the choice of a broker; out come running processes, each ready for use and each ended with the benchmark,
 * however that ends. The node is the packaged edge runtime, started as anybody would start it.
 */
@NullMarked
package dev.tieline.bench.stage;

import org.jspecify.annotations.NullMarked;
