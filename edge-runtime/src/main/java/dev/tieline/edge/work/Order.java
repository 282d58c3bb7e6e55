package dev.tieline.edge.work;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.edge.call.Deadline;
import dev.tieline.edge.trace.Span;

/**
 * One order, from receipt to reply.
 *
 * @param correlation what the asker knows its reply by
 * @param deadline when its budget ends, which counts from receipt
 * @param span its step of the trace; ends once, with what its asker was told
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Order(NodeAddress asker, byte[] correlation, WorkHeaders headers, Deadline deadline, byte[] body, Span span) {

    ReplyCache.Key key() {
        return new ReplyCache.Key(asker, headers.requestId());
    }
}
