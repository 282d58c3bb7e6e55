/**
 * Tells nodes what was decided, as whole documents that the broker keeps.
 *
 * <p>In goes a placement plan, and what the broker and the nodes already have; out go desired states, routes, the site
 * book and the pointer to the policy bundle. {@link dev.tieline.cloud.rollout.Rollout} decides which node's documents
 * have changed and gives them the next generation: one more than what is stored, retained at the broker or observed by
 * the node. {@link dev.tieline.cloud.rollout.NodeLedger} keeps each of them on disk before it is published;
 * {@link dev.tieline.cloud.rollout.NoticeBoard} sees to it that the broker has the latest of each, whatever happens to
 * the connection.
 */
@NullMarked
package dev.tieline.cloud.rollout;

import org.jspecify.annotations.NullMarked;
