/**
 * What was decided about placement, and when: the memory behind the question "why does this run there".
 *
 * <p>In go the plans of the placement engine ({@link dev.tieline.cloud.decisions.DecisionLog#record}), of which only what
 * changed is written, one JSON line of bounded length a decision, with the bundle that it rests on. Out come the newest
 * lines. Two files of bounded size hold them; a line that a killed process left unfinished is cut away.
 */
@NullMarked
package dev.tieline.cloud.decisions;

import org.jspecify.annotations.NullMarked;
