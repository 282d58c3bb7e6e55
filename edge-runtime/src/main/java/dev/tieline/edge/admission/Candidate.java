package dev.tieline.edge.admission;

import dev.tieline.devices.NodeAddress;
import dev.tieline.policy.PolicyDecision;

/**
 * A node elsewhere that may serve a call.
 *
 * @param node where it is
 * @param permit the decision that permits the path to it
 */
public record Candidate(NodeAddress node, PolicyDecision.Permit permit) {

    /** The rule that permits the path, or the reason where no rule did. */
    public String decision() {
        var rule = permit.decidingRule();
        return rule == null ? permit.reason() : rule;
    }
}
