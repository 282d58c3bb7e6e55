package dev.tieline.edge.admission;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.twin.Routes;
import dev.tieline.policy.bundle.PolicyEvaluator;

/**
 * What the node has been told about the world, all of it usable offline.
 *
 * @param sites the legal facts of sites; empty when the node has no site book
 * @param policy the node's own decision point; without a valid bundle it lets nothing leave
 * @param routes which nodes may serve which model, in order of preference
 */
public record Knowledge(SiteBook sites, PolicyEvaluator policy, Routes routes) {}
