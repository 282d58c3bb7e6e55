/**
 * {@code tieline bench failover}: how long a federation takes to get over the death of a member.
 *
 * <p>In comes a {@link dev.tieline.bench.failover.Plan} (how often, by which fault, how many nodes hold the model); out
 * comes a {@link dev.tieline.bench.failover.FailoverReport} with one {@link dev.tieline.bench.failover.Episode} for each
 * blow. While callers ask a gateway for a model that it does not hold, {@link dev.tieline.bench.failover.Fault} strikes a
 * real process; times are taken from what can be seen from outside: answers to callers, the controller's API, and the
 * documents that it publishes at the broker. Then the federation is made whole again, and the next blow falls.
 */
@NullMarked
package dev.tieline.bench.failover;

import org.jspecify.annotations.NullMarked;
