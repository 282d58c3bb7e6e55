package dev.tieline.policy.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.bundle.Level;
import dev.tieline.policy.bundle.PolicyBundle;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * A decision with all that explains it: what was asked, the reasons, and the bundles that it rests on.
 *
 * @param request what was asked
 * @param decision what was decided
 * @param bundles what it was decided by; none where none is declared
 */
public record PolicyAnswer(PolicyRequest request, PolicyDecision decision, List<PolicyBundle> bundles)
        implements Json.Writable {

    public PolicyAnswer {
        bundles = List.copyOf(bundles);
    }

    /** The answer as JSON in one line. */
    public String text() {
        return Json.text(this);
    }

    /** Writes the answer as one JSON object. */
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeFields(json);
        json.writeEndObject();
    }

    /** Writes the answer into an object that has begun. */
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("decision", decision.permitted() ? "permit" : "deny");
        json.writeStringField("decidingRule", decision.decidingRule());
        json.writeStringField("reason", decision.reason());
        cause(json);
        strings(json, "matched", decision.matched());
        json.writeArrayFieldStart("nearMisses");
        for (var miss : decision.nearMisses()) {
            misfit(json, miss);
        }
        json.writeEndArray();
        strings(json, "audited", decision.audited());
        strings(json, "obligations", decision.obligations());
        hops(json);
        bundles(json);
        json.writeStringField("factsDigest", new RequestDocument(request).sha256());
    }

    private void cause(JsonGenerator json) throws IOException {
        json.writeFieldName("cause");
        if (decision.cause().isPresent()) {
            misfit(json, decision.cause().get());
        } else {
            json.writeNull();
        }
    }

    private static void misfit(JsonGenerator json, Misfit misfit) throws IOException {
        json.writeStartObject();
        json.writeStringField("rule", misfit.rule());
        var at = misfit.at();
        if (at == null) {
            json.writeNullField("hop");
        } else {
            json.writeNumberField("hop", at.number());
        }
        json.writeStringField("failedClause", misfit.clause());
        json.writeStringField("actual", misfit.actual());
        json.writeStringField("expected", misfit.expected());
        json.writeEndObject();
    }

    private void hops(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("hops");
        var number = 0;
        for (var hop : request.path().hops()) {
            json.writeStartObject();
            json.writeNumberField("hop", ++number);
            RequestDocument.hopFields(json, hop);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void bundles(JsonGenerator json) throws IOException {
        var platform = bundles.stream()
                .filter(bundle -> bundle.level() == Level.PLATFORM)
                .findFirst();
        if (platform.isPresent()) {
            json.writeObjectFieldStart("bundle");
            json.writeStringField("id", platform.get().id());
            json.writeNumberField("version", platform.get().version());
            json.writeStringField("sha256", platform.get().sha256());
            json.writeEndObject();
        } else {
            json.writeNullField("bundle");
        }
        json.writeArrayFieldStart("narrowedBy");
        for (var bundle : bundles) {
            if (bundle.level() != Level.PLATFORM) {
                json.writeStartObject();
                json.writeStringField("id", bundle.id());
                json.writeNumberField("version", bundle.version());
                json.writeStringField("level", bundle.level().word());
                json.writeStringField("sha256", bundle.sha256());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void strings(JsonGenerator json, String key, Collection<?> values) throws IOException {
        json.writeArrayFieldStart(key);
        for (var value : values) {
            json.writeString(value.toString());
        }
        json.writeEndArray();
    }
}
