/**
 * Has calls served by other nodes, over MQTT.
 *
 * <p>In goes a call with the nodes that policy allows; out comes their answer, or what was tried and why it did not
 * work, by the call's deadline. {@link dev.tieline.edge.offload.OffloadClient} makes the attempts, one node after the
 * other, all under one request id; {@link dev.tieline.edge.offload.PendingReplies} owns what is waited for and ends each
 * request exactly once.
 *
 * <p>What comes back, and what does not, teaches: {@link dev.tieline.edge.offload.NodeLoads} which of two candidates has
 * less to do, {@link dev.tieline.edge.offload.AnswerTimes} how long a node may take, {@link
 * dev.tieline.edge.offload.Circuits} who has fallen silent and is left alone for a while.
 */
@NullMarked
package dev.tieline.edge.offload;

import org.jspecify.annotations.NullMarked;
