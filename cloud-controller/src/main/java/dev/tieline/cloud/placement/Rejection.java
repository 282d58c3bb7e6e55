package dev.tieline.cloud.placement;

import dev.tieline.devices.NodeAddress;
import dev.tieline.policy.Misfit;
import org.jspecify.annotations.Nullable;

/**
 * Why a node was no candidate.
 *
 * @param node which
 * @param filter the first filter that refused it
 * @param reason why, in one sentence without a full stop
 * @param cause what did not fit which policy rule, where policy denied it and a rule says so
 */
public record Rejection(
        NodeAddress node,
        String filter,
        String reason,
        @Nullable Misfit cause) {

    /** The forbid that decided, or the permit that came nearest; null if neither had a part in it. */
    public @Nullable String rule() {
        return cause == null ? null : cause.rule();
    }
}
