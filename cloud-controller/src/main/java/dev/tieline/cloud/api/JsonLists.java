package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.json.Json;
import java.io.IOException;
import java.util.Collection;

/** Writes what several documents have in common: lists and labels. */
final class JsonLists {

    private JsonLists() {}

    /** In the order of the collection. */
    static void strings(JsonGenerator json, String field, Collection<String> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (var text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    static void documents(JsonGenerator json, String field, Collection<? extends Json.Writable> documents)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (var document : documents) {
            document.writeTo(json);
        }
        json.writeEndArray();
    }

    static void label(JsonGenerator json, String field, DataLabel label) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("class", label.dataClass().word());
        strings(json, "tags", label.tags());
        json.writeEndObject();
    }

    /** An object whose only field is a list of documents, such as {@code {"models":[...]}}. */
    static Json.Writable list(String field, Collection<? extends Json.Writable> documents) {
        return json -> {
            json.writeStartObject();
            documents(json, field, documents);
            json.writeEndObject();
        };
    }
}
