package dev.tieline.policy;

import org.jspecify.annotations.Nullable;

/**
 * A permit that did not match, and where it failed first.
 *
 * @param rule the permit's id
 * @param hop the hop that failed, counted from 1 along the path; null if the request itself did not match
 * @param failedClause the place in the rule, such as {@code hops.relay.country} or {@code for.purpose}
 * @param actual what the request or the hop has; {@code unknown} where that is not known
 * @param expected what the rule needs
 */
public record NearMiss(String rule, @Nullable Integer hop, String failedClause, String actual, String expected) {}
