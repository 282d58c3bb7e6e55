package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.json.Json;
import java.io.IOException;

/** Which policy bundle decides, when it is in force, and which words it knows. */
record PolicyDocument(PolicyBundle bundle) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", bundle.id());
        json.writeNumberField("version", bundle.version());
        json.writeStringField("level", bundle.level().word());
        json.writeStringField("notBefore", bundle.notBefore().toString());
        json.writeStringField("expires", bundle.expires().toString());
        JsonLists.strings(json, "tags", bundle.tags());
        JsonLists.strings(json, "purposes", bundle.purposes());
        json.writeStringField("sha256", bundle.sha256());
        json.writeEndObject();
    }
}
