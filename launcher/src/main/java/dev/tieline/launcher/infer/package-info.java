/**
 * The inference client: asks a node by the Open Inference Protocol, as any client would.
 *
 * <p>In come a model and texts, or a request in a file; out come the answer, where it ran and why. It is the
 * {@linkplain dev.tieline.client client for applications} that asks; what is added here are the tokenizer from the local
 * store, the ways of showing an answer, and advice to people who are refused one.
 */
@NullMarked
package dev.tieline.launcher.infer;

import org.jspecify.annotations.NullMarked;
