/**
 * The way of a call through the node, in one class: {@link dev.tieline.edge.dispatch.InferenceDispatcher}.
 *
 * <p>In goes a call; out comes a response that says where it was served and why, or an
 * {@link dev.tieline.models.infer.InferenceError}, by the call's deadline.
 */
@NullMarked
package dev.tieline.edge.dispatch;

import org.jspecify.annotations.NullMarked;
