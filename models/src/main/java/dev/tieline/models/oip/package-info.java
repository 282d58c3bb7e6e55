/**
 * The wire form of the Open Inference Protocol v2, for HTTP and as the body of MQTT messages alike.
 *
 * <p>In goes a body, JSON with or without raw tensors after it, and out comes an
 * {@link dev.tieline.models.infer.InferenceRequest} whose tensors are views of that body wherever they were binary; the
 * same way back for responses and errors. {@link dev.tieline.models.oip.OipCodec} is the door. JSON numbers are read by
 * a scanner of our own straight into the tensor's bytes: no element ever becomes an object.
 *
 * <p>Nothing of a body is believed: sizes are checked before memory is taken, so that decoding never takes more than a
 * small multiple of the body, and what breaks the protocol is refused by an
 * {@link dev.tieline.models.infer.InferenceException} that names the tensor and the numbers.
 * {@link dev.tieline.models.oip.RequestValidator} then holds a request against a model's manifest.
 */
@NullMarked
package dev.tieline.models.oip;

import org.jspecify.annotations.NullMarked;
