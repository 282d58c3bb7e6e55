package dev.tieline.policy;

import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from.
 *
 * @param tenant whose request it is; null where that is not known
 * @param facts the facts of the asking node's site
 */
public record Origin(@Nullable String tenant, SiteFacts facts) {}
