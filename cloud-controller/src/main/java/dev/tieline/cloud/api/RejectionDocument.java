package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.cloud.ingest.Rejections.Rejection;
import dev.tieline.policy.json.Json;
import java.io.IOException;

/** Messages of one topic that could not be used for one reason. */
record RejectionDocument(Rejection rejection) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("topic", rejection.topic());
        json.writeStringField("reason", rejection.reason());
        json.writeNumberField("count", rejection.count());
        json.writeStringField("first", rejection.first().toString());
        json.writeStringField("last", rejection.last().toString());
        json.writeEndObject();
    }
}
