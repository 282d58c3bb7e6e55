/**
 * What is run: names of models, what goes in and out of them, and the cards that declare them.
 *
 * <p>In go model cards, the YAML files of a catalogue; out come {@link dev.tieline.models.ModelManifest}s: a model's
 * reference, its tensors, the package and the SHA-256 digests that pin its bytes, what memory it needs, what label its
 * weights carry, and a golden sample that a loaded model must reproduce. A card that says too little or too much is
 * refused with its file and line; nothing is guessed.
 *
 * <p>This package has no byte of a model in hand. {@code models.store} keeps the bytes, {@code models.onnx} runs them,
 * {@code models.infer} holds requests and tensors, {@code models.oip} turns these into the wire form and back.
 */
@NullMarked
package dev.tieline.models;

import org.jspecify.annotations.NullMarked;
