/**
 * Takes what arrives from nodes: parse, hand over, acknowledge; no logic.
 *
 * <p>In go messages of the fleet's topics; out come typed records, to {@link dev.tieline.cloud.fleet.Fleet} (births,
 * states, telemetry, reports), to {@link dev.tieline.cloud.rollout.Rollout} (documents that hang at the broker) and to
 * {@link dev.tieline.cloud.dispatch.DispatchDesk}. What cannot be used is one entry in {@link
 * dev.tieline.cloud.ingest.Rejections}, with its reason; it is acknowledged all the same, since it would not be better
 * a second time, and nothing else is harmed.
 */
@NullMarked
package dev.tieline.cloud.ingest;

import org.jspecify.annotations.NullMarked;
