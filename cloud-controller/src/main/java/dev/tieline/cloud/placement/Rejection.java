package dev.tieline.cloud.placement;

import dev.tieline.devices.NodeAddress;
import org.jspecify.annotations.Nullable;

/**
 * Why a node was no candidate.
 *
 * @param node which
 * @param filter the first filter that refused it
 * @param reason why, in one sentence without a full stop
 * @param rule the policy rule that decided, where one did
 */
public record Rejection(
        NodeAddress node,
        String filter,
        String reason,
        @Nullable String rule) {}
