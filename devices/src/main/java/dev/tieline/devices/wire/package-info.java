/**
 * What Tieline writes on a broker: every topic, every client id, and the user properties of work, of requests of
 * local devices, and of the answers to both.
 *
 * <p>In go typed ids and records; out come topics and properties, and back. {@link dev.tieline.devices.wire.Topics} is
 * the one class that builds and parses topics, so the edge runtime and the controller cannot disagree on one. Topics
 * have fixed depths, and the kind is always the fourth level, so that an access rule needs no open-ended wildcard.
 *
 * <p>What arrives is not trusted: a topic of another form is no topic, and a property that is missing, repeated, too
 * long, malformed or unknown is a {@link dev.tieline.devices.wire.HeaderException} that names it. Only of local devices
 * ({@link dev.tieline.devices.wire.InferHeaders}) are properties taken that are not ours.
 */
@NullMarked
package dev.tieline.devices.wire;

import org.jspecify.annotations.NullMarked;
