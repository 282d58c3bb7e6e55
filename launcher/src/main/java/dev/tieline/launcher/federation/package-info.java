/**
 * A federation of real processes on this machine, as one thing: a broker, a controller and nodes that can be started,
 * killed, frozen and started again, each at its port and in its home.
 *
 * <p>In comes a {@link dev.tieline.launcher.federation.FederationPlan}, which says what stands where; out comes a
 * {@link dev.tieline.launcher.federation.Federation} of {@link dev.tieline.launcher.federation.Member}s. A node is told
 * who it is and where the broker is, and nothing else: models, rules and routes come from the controller, to which the
 * {@link dev.tieline.launcher.federation.Operator} applies files, and of which it asks for reasons, as the commands do.
 * However the program ends, its federation ends with it.
 */
@NullMarked
package dev.tieline.launcher.federation;

import org.jspecify.annotations.NullMarked;
