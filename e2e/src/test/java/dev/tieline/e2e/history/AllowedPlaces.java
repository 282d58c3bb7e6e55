package dev.tieline.e2e.history;

import dev.tieline.devices.NodeAddress;
import dev.tieline.policy.DataLabel;

/** Where data may be, written down for the test and not asked of the policy evaluator that is under test. */
@FunctionalInterface
public interface AllowedPlaces {

    /** Whether data of that label, brought to the asked node by their caller, may be at a site. */
    boolean allows(DataLabel label, NodeAddress asked, String site);
}
