/**
 * A question to a model and its answer, free of any wire form.
 *
 * <p>A {@link dev.tieline.models.infer.Tensor} is a view of bytes in the packed little-endian layout of the Open
 * Inference Protocol's binary form, so that a tensor goes from the socket to the model and back without being turned
 * into Java arrays. An {@link dev.tieline.models.infer.InferenceRequest} and an
 * {@link dev.tieline.models.infer.InferenceResponse} hold tensors and parameters. What goes wrong is an
 * {@link dev.tieline.models.infer.InferenceError}, a closed family that HTTP, gRPC and MQTT each map in one table.
 */
@NullMarked
package dev.tieline.models.infer;

import org.jspecify.annotations.NullMarked;
