package dev.tieline.client;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an answer that is an error says.
 *
 * @param code empty where the server gives none, as another server of the protocol or a proxy may
 */
record ErrorBody(
        int status,
        String code,
        String message,
        @Nullable String rule,
        @Nullable Duration retryAfter,
        @Nullable String trace) {
    private static final long MAX_SECONDS = 1_000_000_000;

    static ErrorBody of(Reply reply) {
        var fields = Json.readable(reply.body());
        var message = text(fields, "error");
        return new ErrorBody(
                reply.status(),
                fields.get("code") instanceof String code ? code : "",
                message == null ? "HTTP " + reply.status() + " without a word of the protocol" : message,
                text(fields, "rule"),
                retryAfter(fields, reply),
                text(fields, "trace"));
    }

    /** The body says it in milliseconds, the header in whole seconds. */
    private static @Nullable Duration retryAfter(Map<String, Object> fields, Reply reply) {
        return fields.get("retry_after_ms") instanceof Long millis && millis > 0
                ? Duration.ofMillis(Math.min(millis, MAX_SECONDS * 1_000))
                : reply.retryAfter().orElse(null);
    }

    private static @Nullable String text(Map<String, Object> fields, String key) {
        return fields.get(key) instanceof String text ? text : null;
    }
}
