/**
 * Runs models with ONNX Runtime; the only package that names {@code ai.onnxruntime}.
 *
 * <p>In goes a {@link dev.tieline.models.ModelManifest} and the file of its model; out comes a
 * {@link dev.tieline.models.onnx.ModelSession} whose real inputs and outputs are the declared ones, and which turns input
 * tensors into output tensors from any number of threads. One session uses the thread of its caller and no other, so that
 * cores are kept busy by callers and not by a pool that spins.
 *
 * <p>Models are loaded from bytes whose digest was checked, so a model cannot name other files of the machine. No object
 * of ONNX Runtime is held in a static field: its native library is loaded when the first session is opened, which is
 * what a native executable needs too.
 */
@NullMarked
package dev.tieline.models.onnx;

import org.jspecify.annotations.NullMarked;
