package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.cloud.placement.RouteExplanation;
import dev.tieline.devices.Json;
import java.io.IOException;
import java.util.Locale;

/** Who would serve a call, who would not, and why. */
record RouteDocument(RouteExplanation explanation) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("from", explanation.from().toString());
        json.writeStringField("model", explanation.model().value());
        JsonLists.label(json, "label", explanation.label());
        json.writeStringField("purpose", explanation.purpose());
        json.writeArrayFieldStart("nodes");
        for (var node : explanation.nodes()) {
            json.writeStartObject();
            json.writeStringField("node", node.node().toString());
            json.writeStringField(
                    "verdict", node.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            json.writeStringField("reason", node.reason());
            json.writeStringField("rule", node.rule());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
