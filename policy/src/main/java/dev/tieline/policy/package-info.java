/**
 * The words of a data policy: what is asked, of which data, along which path, and what was decided.
 *
 * <p>In goes a {@link dev.tieline.policy.PolicyRequest}: an action, the effective
 * {@link dev.tieline.policy.DataLabel} of the data, the moment, the asking node's
 * {@link dev.tieline.policy.Origin} and the {@link dev.tieline.policy.TransferPath} of hops that would see the data.
 * Out comes a {@link dev.tieline.policy.PolicyDecision}, which says which rule decided and, on a denial, which
 * hop did not fit which rule, and why.
 *
 * <p>All types are immutable records and enumerations. A fact that is not known is {@code null} in them, never a
 * guess. How rules are written and evaluated is the story of {@link dev.tieline.policy.bundle}, which knows this
 * package; this one does not know that one.
 */
@NullMarked
package dev.tieline.policy;

import org.jspecify.annotations.NullMarked;
