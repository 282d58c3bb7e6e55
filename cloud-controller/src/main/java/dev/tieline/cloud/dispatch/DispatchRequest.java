package dev.tieline.cloud.dispatch;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.wire.WorkHeaders;

/**
 * A request that a node has no usable route for.
 *
 * @param asker the node
 * @param headers what it says of the request
 * @param enquiry whether it came without its body, because the asker's policy lets that leave on known paths only
 */
record DispatchRequest(NodeAddress asker, WorkHeaders headers, boolean enquiry) {}
