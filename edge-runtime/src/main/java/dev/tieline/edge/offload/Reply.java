package dev.tieline.edge.offload;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.wire.ReplyHeaders;

/**
 * What came back for one attempt.
 *
 * @param node the node that was asked or, where any might answer, the one that did
 * @param headers what its message says beside the body
 * @param body an Open Inference Protocol response, or an error object
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Reply(NodeAddress node, ReplyHeaders headers, byte[] body) {}
