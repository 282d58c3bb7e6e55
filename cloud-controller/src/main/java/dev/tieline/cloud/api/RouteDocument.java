package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.cloud.placement.RouteExplanation;
import dev.tieline.cloud.placement.RouteExplanation.Verdict;
import dev.tieline.policy.json.Json;
import dev.tieline.policy.json.MisfitFields;
import java.io.IOException;

/** Who would serve a call and in which order, who would not, and why. */
record RouteDocument(RouteExplanation explanation) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("from", explanation.from().toString());
        json.writeStringField("model", explanation.model().value());
        JsonLists.label(json, "label", explanation.label());
        json.writeStringField("purpose", explanation.purpose());
        json.writeArrayFieldStart("nodes");
        var position = 0;
        for (var node : explanation.nodes()) {
            json.writeStartObject();
            json.writeStringField("node", node.node().toString());
            json.writeStringField("verdict", word(node.verdict()));
            if (node.verdict() == Verdict.ROUTED) {
                position++;
                json.writeNumberField("position", position);
            } else {
                json.writeNullField("position");
            }
            json.writeStringField("reason", node.reason());
            json.writeStringField("rule", node.rule());
            MisfitFields.write(json, node.cause());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case ROUTED -> "route";
            case DENIED -> "denied";
            case NOT_READY -> "not-ready";
            // The reason says whether it is silent or only not in the route.
            case NOT_ROUTED, NOT_FRESH -> "unavailable";
        };
    }
}
