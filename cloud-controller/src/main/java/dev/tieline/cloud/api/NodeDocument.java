package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.twin.HeldPolicy;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.devices.twin.Telemetry;
import dev.tieline.policy.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A node as the controller sees it. Times are in milliseconds, memory is in bytes; what is not known is null. */
record NodeDocument(NodeView node) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("node", node.address().toString());
        json.writeStringField("state", node.freshness().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("birth", node.birth());
        reported(json, node.reported());
        telemetry(json, node.telemetry());
        json.writeFieldName("profile");
        node.profile().writeTo(json);
        json.writeEndObject();
    }

    private static void reported(JsonGenerator json, @Nullable ReportedState reported) throws IOException {
        if (reported == null) {
            json.writeNullField("observedGeneration");
            json.writeNullField("policy");
            json.writeNullField("policyProblem");
            json.writeArrayFieldStart("models");
            json.writeEndArray();
            return;
        }
        var knowledge = reported.knowledge();
        json.writeNumberField("observedGeneration", reported.observedGeneration());
        var policy = knowledge.policy();
        json.writeStringField("policy", names(policy));
        json.writeStringField("policyProblem", policy.problem());
        json.writeNumberField("sites", knowledge.sites());
        json.writeNumberField("routes", knowledge.routes());
        json.writeArrayFieldStart("models");
        for (var model : reported.models().entrySet()) {
            var status = model.getValue().status();
            json.writeStartObject();
            json.writeStringField("model", model.getKey().toString());
            json.writeStringField("card", model.getValue().card().toString());
            json.writeStringField("status", status.word());
            json.writeStringField("reason", status instanceof ModelStatus.Failed failed ? failed.reason() : null);
            json.writeBooleanField("pinned", model.getValue().pinned());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Such as {@code acme-eu 42, clinic 3}. */
    private static @Nullable String names(HeldPolicy policy) {
        return policy.bundles().isEmpty()
                ? null
                : policy.bundles().stream()
                        .map(bundle -> bundle.id() + " " + bundle.version())
                        .collect(Collectors.joining(", "));
    }

    private static void telemetry(JsonGenerator json, @Nullable Telemetry telemetry) throws IOException {
        if (telemetry == null) {
            for (var key : new String[] {"lastHeard", "slots", "running", "queue", "roundTripMs"}) {
                json.writeNullField(key);
            }
            return;
        }
        var load = telemetry.load();
        json.writeStringField("lastHeard", telemetry.at().toString());
        json.writeNumberField("slots", load.runSlots());
        json.writeNumberField("running", load.running());
        json.writeNumberField("queue", load.queued());
        json.writeNumberField("queueLimit", load.queueLimit());
        json.writeNumberField("modelMemory", load.modelMemoryBytes());
        var cpu = load.cpu();
        if (cpu != null) {
            json.writeNumberField("cpu", cpu);
        }
        json.writeFieldName("roundTripMs");
        var roundTrip = telemetry.brokerRoundTrip();
        if (roundTrip == null) {
            json.writeNull();
        } else {
            json.writeNumber(millis(roundTrip));
        }
        json.writeBooleanField("workLink", telemetry.workLink());
        json.writeObjectFieldStart("runTimes");
        for (var model : telemetry.models().entrySet()) {
            json.writeObjectFieldStart(model.getKey().toString());
            json.writeNumberField("runs", model.getValue().runs());
            json.writeNumberField("p50Ms", millis(model.getValue().p50()));
            json.writeNumberField("p99Ms", millis(model.getValue().p99()));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
