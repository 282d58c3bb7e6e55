package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.devices.Json;
import dev.tieline.policy.NearMiss;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.bundle.PolicyBundle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A decision with its reasons and the bundle that it rests on.
 *
 * @param decision what was decided
 * @param bundle what it was decided by; null where none is declared
 */
record PolicyExplanation(PolicyDecision decision, @Nullable PolicyBundle bundle) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("decision", decision.permitted() ? "permit" : "deny");
        json.writeStringField("decidingRule", decision.decidingRule());
        json.writeStringField("reason", decision.reason());
        JsonLists.strings(json, "matched", decision.matched());
        json.writeArrayFieldStart("nearMisses");
        for (var miss : decision.nearMisses()) {
            nearMiss(json, miss);
        }
        json.writeEndArray();
        if (bundle == null) {
            json.writeNullField("bundle");
        } else {
            json.writeObjectFieldStart("bundle");
            json.writeStringField("id", bundle.id());
            json.writeNumberField("version", bundle.version());
            json.writeStringField("sha256", bundle.sha256());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void nearMiss(JsonGenerator json, NearMiss miss) throws IOException {
        json.writeStartObject();
        json.writeStringField("rule", miss.rule());
        var hop = miss.hop();
        if (hop == null) {
            json.writeNullField("hop");
        } else {
            json.writeNumberField("hop", hop);
        }
        json.writeStringField("failedClause", miss.failedClause());
        json.writeStringField("actual", miss.actual());
        json.writeStringField("expected", miss.expected());
        json.writeEndObject();
    }
}
