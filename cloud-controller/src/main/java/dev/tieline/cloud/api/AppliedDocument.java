package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.cloud.catalog.Kind;
import dev.tieline.policy.json.Json;
import java.io.IOException;
import java.util.List;

/**
 * What came of applying or deleting a document.
 *
 * @param kind what it is
 * @param name its name
 * @param outcome {@code created}, {@code updated}, {@code unchanged} or {@code deleted}
 * @param warnings what is legal and yet worth a word
 */
record AppliedDocument(Kind kind, String name, String outcome, List<String> warnings) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", kind.word());
        json.writeStringField("name", name);
        json.writeStringField("outcome", outcome);
        JsonLists.strings(json, "warnings", warnings);
        json.writeEndObject();
    }
}
