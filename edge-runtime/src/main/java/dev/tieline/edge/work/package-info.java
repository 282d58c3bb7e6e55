/**
 * Runs what other nodes offload to this one.
 *
 * <p>In comes a message on this node's work topic; out goes a reply to the node that sent it, or nothing when the
 * budget is spent. {@link dev.tieline.edge.work.WorkReceiver} asks in this order: who sent it (the response topic must
 * be the reply topic of a node of this tenant), is it a repeat ({@link dev.tieline.edge.work.ReplyCache}), may it be
 * here (policy, on this node's own facts, before a tensor is decoded), is there room. Work received is never offloaded
 * again: its admission is a place or a refusal.
 */
@NullMarked
package dev.tieline.edge.work;

import org.jspecify.annotations.NullMarked;
