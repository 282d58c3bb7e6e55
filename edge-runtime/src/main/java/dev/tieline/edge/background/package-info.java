/**
 * Work that nobody waits for: what a node does from time to time, or tries again later.
 *
 * <p>In goes a task and a delay; {@link dev.tieline.edge.background.Background} runs it, one task at a time, until it is
 * closed. Tests hand in one whose time they move themselves.
 */
@NullMarked
package dev.tieline.edge.background;

import org.jspecify.annotations.NullMarked;
