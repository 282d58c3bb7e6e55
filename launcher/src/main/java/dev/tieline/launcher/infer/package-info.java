/**
 * The inference client: asks a node by the Open Inference Protocol, as any client would.
 *
 * <p>In come a model and texts, or a request in a file; out come the answer, where it ran and why. What makes tensors
 * of a text, and one vector of the answer, happens here on the caller's side ({@link
 * dev.tieline.launcher.infer.TextModel}); the wire carries tensors only. Requests go in the protocol's binary form.
 */
@NullMarked
package dev.tieline.launcher.infer;

import org.jspecify.annotations.NullMarked;
