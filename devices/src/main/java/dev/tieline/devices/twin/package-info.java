/**
 * The documents that a fleet and its controller keep of each other, each as one whole with a generation or a birth
 * sequence: who is alive, what it is and holds and how it does, what it should hold, and who serves what.
 *
 * <p>In goes the text of a retained message or of a file; out come immutable records that know which of two versions
 * holds. JSON is written by streaming and read by the strict reader of declared files, of which JSON is a part: an
 * unknown key is an error here too, since both sides of a document are of one release of the protocol. Telemetry, which
 * is frequent, is CBOR and is read into the same values, so that one set of checks serves all.
 */
@NullMarked
package dev.tieline.devices.twin;

import org.jspecify.annotations.NullMarked;
