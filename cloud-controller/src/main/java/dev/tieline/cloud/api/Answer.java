package dev.tieline.cloud.api;

import dev.tieline.policy.json.Json;
import java.nio.charset.StandardCharsets;

/**
 * What a caller gets.
 *
 * @param status the HTTP status
 * @param contentType the media type of the body
 * @param body the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
record Answer(int status, String contentType, byte[] body) {
    static final String JSON = "application/json";
    static final String YAML = "application/yaml";

    static Answer json(Json.Writable document) {
        return json(200, document);
    }

    static Answer json(int status, Json.Writable document) {
        return new Answer(status, JSON, Json.text(document).getBytes(StandardCharsets.UTF_8));
    }

    /** A document as it was applied. */
    static Answer yaml(byte[] text) {
        return new Answer(200, YAML, text);
    }
}
