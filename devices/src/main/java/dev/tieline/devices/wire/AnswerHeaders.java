package dev.tieline.devices.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the answer to a local device says of itself beside its body.
 *
 * @param status {@code ok}, or the code of an error such as {@code overloaded}
 * @param headerLength the bytes of JSON before the tensors in the body; null where the body is JSON only
 */
public record AnswerHeaders(String status, @Nullable Integer headerLength) {

    /** @throws HeaderException if a component cannot stand in a message; it names the property */
    public AnswerHeaders {
        Header.STATUS.check(status);
        if (headerLength != null) {
            Header.HEADER_LENGTH.check(headerLength.toString());
        }
    }

    /** Those of a result. */
    public static AnswerHeaders ok(@Nullable Integer headerLength) {
        return new AnswerHeaders(ReplyHeaders.OK, headerLength);
    }

    /** Those of an error of that code. */
    public static AnswerHeaders error(String code) {
        return new AnswerHeaders(code, null);
    }

    /** The headers as user properties, in a fixed order. */
    public Map<String, String> toUserProperties() {
        var user = new LinkedHashMap<String, String>();
        WorkHeaders.put(user, Header.STATUS, status);
        WorkHeaders.put(user, Header.HEADER_LENGTH, headerLength == null ? null : headerLength.toString());
        return user;
    }
}
