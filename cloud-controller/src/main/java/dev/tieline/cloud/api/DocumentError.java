package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.json.Json;
import java.io.IOException;

/** What is wrong with a document: in one sentence, and taken apart for tools. */
record DocumentError(DocumentException failure) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("error", failure.getMessage());
        json.writeArrayFieldStart("errors");
        json.writeStartObject();
        json.writeNumberField("line", failure.place().line());
        json.writeStringField("key", failure.place().path());
        json.writeStringField("message", failure.problem());
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }
}
