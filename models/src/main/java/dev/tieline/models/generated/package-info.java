/**
 * Models that our own code writes, so that a first inference needs no download.
 *
 * <p>In goes the name of a generator, as a card's {@code source: generated} gives it; out come the bytes of an ONNX file,
 * the same on every run and every machine, so that the card can pin their digest. The ONNX format is written by hand,
 * field by field: no library of protobuf is needed for so little.
 */
@NullMarked
package dev.tieline.models.generated;

import org.jspecify.annotations.NullMarked;
