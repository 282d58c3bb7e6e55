/**
 * Helps requests to which the asking node has no usable route.
 *
 * <p>In goes what hangs at the dispatch topic; {@link dev.tieline.cloud.dispatch.DispatchDecision} is what becomes of
 * it: it is forwarded to a warm node that policy allows, the controller being a hop of the path; or it is answered,
 * with {@code warming} when a placement was begun for it, with the reason when nothing can be done. The body is opaque
 * bytes that pass through and are never kept.
 *
 * <p>{@link dev.tieline.cloud.dispatch.DispatchPlanner} decides and is pure; {@link
 * dev.tieline.cloud.dispatch.DispatchDesk} reads messages, asks for placements and sends.
 */
@NullMarked
package dev.tieline.cloud.dispatch;

import org.jspecify.annotations.NullMarked;
