/**
 * Has calls served by other nodes, over MQTT.
 *
 * <p>In goes a call with the nodes that policy allows; out comes their answer, or what was tried and why it did not
 * work, by the call's deadline. {@link dev.tieline.edge.offload.OffloadClient} makes the attempts, one node after the
 * other, all under one request id; {@link dev.tieline.edge.offload.NodeLoads} says which of two candidates has less to
 * do; {@link dev.tieline.edge.offload.PendingReplies} owns what is waited for and ends each request exactly once.
 */
@NullMarked
package dev.tieline.edge.offload;

import org.jspecify.annotations.NullMarked;
