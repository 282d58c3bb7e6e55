/**
 * One inference on its way through the node: what is asked, under which label, by when.
 *
 * <p>An {@link dev.tieline.edge.call.InferenceCall} is made at the rim (HTTP here, MQTT in {@code edge.work}) and
 * travels unchanged through admission, serving and offload. Its {@link dev.tieline.edge.call.Deadline} is the one
 * clock that every wait on the way obeys.
 */
@NullMarked
package dev.tieline.edge.call;

import org.jspecify.annotations.NullMarked;
