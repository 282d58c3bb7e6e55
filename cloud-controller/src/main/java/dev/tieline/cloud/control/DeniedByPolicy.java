package dev.tieline.cloud.control;

import dev.tieline.cloud.placement.PlacementDecision;
import java.util.Optional;

/** Whether policy alone stands against a placement. */
final class DeniedByPolicy {

    private DeniedByPolicy() {}

    /** Whether a deployment cannot be placed, and every node is refused by sovereignty: no time will change that. */
    static boolean everywhere(Optional<PlacementDecision> decision) {
        return decision.filter(made -> made instanceof PlacementDecision.Unplaceable
                        && !made.rejected().isEmpty()
                        && made.rejected().stream()
                                .allMatch(rejection -> rejection.filter().equals("sovereignty")))
                .isPresent();
    }
}
