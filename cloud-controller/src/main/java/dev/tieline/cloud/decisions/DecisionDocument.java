package dev.tieline.cloud.decisions;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.cloud.placement.Choice;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.cloud.placement.PlacementDecision.Idle;
import dev.tieline.cloud.placement.PlacementDecision.Placed;
import dev.tieline.cloud.placement.PlacementDecision.Unplaceable;
import dev.tieline.cloud.placement.Rejection;
import dev.tieline.policy.json.Json;
import dev.tieline.policy.json.MisfitFields;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A placement decision as JSON. */
public record DecisionDocument(PlacementDecision decision) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeFields(json);
        json.writeEndObject();
    }

    /** Writes the decision into an object that has begun. */
    public void writeFields(JsonGenerator json) throws IOException {
        writeOutcome(json);
        rejected(json, decision.rejected());
    }

    /**
     * Writes the decision into an object that has begun, with how many nodes each refusal is of, and only some of these.
     *
     * @param most how many at most
     */
    void writeShortened(JsonGenerator json, int most) throws IOException {
        writeOutcome(json);
        json.writeArrayFieldStart("refusals");
        for (var refusal : Refusal.count(decision.rejected()).entrySet()) {
            refusal.getKey().writeTo(json, refusal.getValue());
        }
        json.writeEndArray();
        rejected(json, Refusal.sample(decision.rejected(), most));
    }

    private void writeOutcome(JsonGenerator json) throws IOException {
        json.writeStringField("deployment", decision.deployment());
        json.writeStringField("model", decision.model().toString());
        json.writeStringField("outcome", outcome(decision));
        switch (decision) {
            case Placed placed -> json.writeNullField("reason");
            case Unplaceable unplaceable -> json.writeStringField("reason", unplaceable.reason());
            case Idle idle -> json.writeStringField("reason", idle.reason());
        }
        json.writeArrayFieldStart("chosen");
        for (var choice : decision.chosen()) {
            choice(json, choice);
        }
        json.writeEndArray();
    }

    private static void rejected(JsonGenerator json, List<Rejection> rejections) throws IOException {
        json.writeArrayFieldStart("rejected");
        for (var rejection : rejections) {
            rejection(json, rejection);
        }
        json.writeEndArray();
    }

    static String outcome(PlacementDecision decision) {
        return switch (decision) {
            case Placed placed -> "placed";
            case Unplaceable unplaceable -> "unplaceable";
            case Idle idle -> "idle";
        };
    }

    private static void choice(JsonGenerator json, Choice choice) throws IOException {
        json.writeStartObject();
        json.writeStringField("node", choice.node().toString());
        json.writeStringField("state", choice.state().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("total", choice.total());
        json.writeObjectFieldStart("scores");
        for (var score : choice.scores().entrySet()) {
            json.writeNumberField(score.getKey(), score.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void rejection(JsonGenerator json, Rejection rejection) throws IOException {
        json.writeStartObject();
        json.writeStringField("node", rejection.node().toString());
        json.writeStringField("filter", rejection.filter());
        json.writeStringField("reason", rejection.reason());
        json.writeStringField("rule", rejection.rule());
        MisfitFields.write(json, rejection.cause());
        json.writeEndObject();
    }
}
