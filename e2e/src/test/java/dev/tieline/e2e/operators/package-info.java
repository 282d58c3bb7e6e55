/**
 * What ONNX says of its operators, held against what a node answers.
 *
 * <p>In come the backend test data of ONNX (Debian: {@code libonnx-testdata}): some thousand models of mostly one operator,
 * each with inputs and expected outputs as protobuf files, which {@link dev.tieline.e2e.operators.ProtoMessage} takes
 * apart. For each an {@link dev.tieline.e2e.operators.OperatorTrial} writes a card, has a node load the model, asks it
 * over HTTP and over gRPC, and compares. Out comes an {@link dev.tieline.e2e.operators.Outcome}, which must be the one
 * that {@code operators/excluded.txt} gives the case, or {@code PASSED}; and {@code docs/operators.md} must say the same.
 */
@NullMarked
package dev.tieline.e2e.operators;

import org.jspecify.annotations.NullMarked;
