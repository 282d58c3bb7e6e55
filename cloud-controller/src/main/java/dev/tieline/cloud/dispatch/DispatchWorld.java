package dev.tieline.cloud.dispatch;

import dev.tieline.cloud.catalog.Declared;
import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.TenantId;
import dev.tieline.policy.bundle.PolicyEvaluator;
import java.time.Instant;

/**
 * What a dispatch decision rests on.
 *
 * @param at the moment of the decision
 * @param tenant whose nodes and data these are
 * @param declared what operators have declared
 * @param sites the site book in force
 * @param policy the policy in force
 * @param fleet the nodes
 */
public record DispatchWorld(
        Instant at, TenantId tenant, Declared declared, SiteBook sites, PolicyEvaluator policy, FleetView fleet) {}
