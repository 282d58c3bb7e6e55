/**
 * Brings the models of this node to what the controller wants, and says how far that is.
 *
 * <p>What enters is a desired state: from the disk at start, from the broker later. The
 * {@link dev.tieline.edge.reconcile.Reconciler} goes round: it detects what is there ({@code Actual}), asks the pure
 * {@code ReconcilePlanner} for the smallest set of steps, applies the first of them and reports. It keeps no plan: what
 * is there and what is wanted decide each next step, so that a newer generation, a failure or a restart needs no
 * special way. The {@link dev.tieline.edge.reconcile.Reporter} tells the controller.
 *
 * <p>A session stays for as long as the digest of its card is the desired one. Models that the node's own configuration
 * loaded are pinned: nothing here touches them.
 */
@NullMarked
package dev.tieline.edge.reconcile;

import org.jspecify.annotations.NullMarked;
