package dev.tieline.cloud.placement;

import dev.tieline.devices.NodeAddress;
import dev.tieline.models.Digest;
import java.time.Instant;

/**
 * A node could not run a model. It is remembered for a while, since a node that is relieved of a model no longer reports
 * its failure.
 *
 * @param node which
 * @param card what it could not run
 * @param birth the node's birth at that time; a younger one is a new chance
 * @param at when the failure was last reported
 * @param reason what the node said
 */
public record PastFailure(NodeAddress node, Digest card, long birth, Instant at, String reason) {}
