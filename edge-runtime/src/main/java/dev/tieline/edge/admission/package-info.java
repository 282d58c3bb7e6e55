/**
 * Whether a call runs here, elsewhere or not at all, and the one gate to the network.
 *
 * <p>{@link dev.tieline.edge.admission.AdmissionController} is pure: in go a call, the state of the run slots and
 * what the node knows (site book, policy, routes); out comes a sealed
 * {@link dev.tieline.edge.admission.Admission}. It decides when the call arrives.
 *
 * <p>{@link dev.tieline.edge.admission.EgressGuard} decides again when bytes are about to leave, from the node's own
 * policy bundle and site book, and is the only class of the runtime that may publish. A route can narrow where work
 * goes, never widen it.
 */
@NullMarked
package dev.tieline.edge.admission;

import org.jspecify.annotations.NullMarked;
