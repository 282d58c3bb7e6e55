package dev.tieline.devices.wire;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.MessageProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reply says of itself beside its body.
 *
 * @param requestId the id of the request that it answers
 * @param status {@code ok}, or the code of an error such as {@code overloaded}
 * @param queueHint how many requests wait at the executor, 0 to 1,000,000
 * @param node the executor
 * @param headerLength the bytes of JSON before the tensors in the body; null where the body is JSON only
 */
public record ReplyHeaders(
        String requestId,
        String status,
        int queueHint,
        NodeAddress node,
        @Nullable Integer headerLength) {

    /** The status of an answer that is a result. */
    public static final String OK = "ok";

    private static final int MAX_QUEUE = 1_000_000;
    private static final Header[] KNOWN = {
        Header.REQUEST, Header.STATUS, Header.QUEUE, Header.NODE, Header.HEADER_LENGTH
    };

    /** @throws HeaderException if a component cannot stand in a message; it names the property */
    public ReplyHeaders {
        Header.REQUEST.check(requestId);
        Header.STATUS.check(status);
        if (queueHint < 0 || queueHint > MAX_QUEUE) {
            throw Header.QUEUE.invalid(Integer.toString(queueHint), "needs 0 to " + MAX_QUEUE);
        }
        if (headerLength != null) {
            Header.HEADER_LENGTH.check(headerLength.toString());
        }
    }

    /**
     * Reads the headers of a reply that arrived.
     *
     * @throws HeaderException if one is missing, repeated, too long, malformed or unknown
     */
    public static ReplyHeaders read(MessageProperties properties) {
        var reader = new HeaderReader(properties, KNOWN);
        return new ReplyHeaders(
                reader.required(Header.REQUEST),
                reader.required(Header.STATUS),
                reader.required(Header.QUEUE, Integer::parseInt),
                reader.required(Header.NODE, NodeAddress::of),
                reader.optional(Header.HEADER_LENGTH, Integer::valueOf));
    }

    public boolean ok() {
        return status.equals(OK);
    }

    /** The headers as user properties, in a fixed order. */
    public Map<String, String> toUserProperties() {
        var user = new LinkedHashMap<String, String>();
        WorkHeaders.put(user, Header.REQUEST, requestId);
        WorkHeaders.put(user, Header.STATUS, status);
        WorkHeaders.put(user, Header.QUEUE, Integer.toString(queueHint));
        WorkHeaders.put(user, Header.NODE, node.toString());
        WorkHeaders.put(user, Header.HEADER_LENGTH, headerLength == null ? null : headerLength.toString());
        return user;
    }
}
