package dev.tieline.edge.knowledge;

import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.json.Json;

/**
 * A note that a document was withdrawn, kept in its place, so that a file of the same or an older version does not
 * bring it back at the next start.
 *
 * @param version the version that was withdrawn
 */
record Withdrawn(long version) {
    private static final String KEY = "withdrawn";

    /** Whether a document is such a note. */
    static boolean is(YamlMap document) {
        return document.has(KEY);
    }

    /** Reads the note. @throws dev.tieline.policy.document.DocumentException if it is damaged */
    static Withdrawn read(YamlMap document) {
        document.only(KEY);
        return new Withdrawn(document.integer(KEY));
    }

    String toJson() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeNumberField(KEY, version);
            json.writeEndObject();
        });
    }
}
