package dev.tieline.policy.bundle;

/**
 * Where the hops of a permit failed first.
 *
 * @param hop the hop, counted from 1
 * @param clause the place in the rule, such as {@code hops.relay.country}
 * @param actual what the hop has
 * @param expected what the rule needs
 */
record HopFailure(int hop, String clause, String actual, String expected) {}
