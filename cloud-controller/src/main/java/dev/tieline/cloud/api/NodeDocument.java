package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.Json;
import dev.tieline.devices.twin.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A node as the controller sees it. Times are in milliseconds, memory is in bytes. */
record NodeDocument(NodeView node) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("node", node.address().toString());
        json.writeStringField("freshness", node.freshness().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("birth", node.birth());
        json.writeFieldName("profile");
        node.profile().writeTo(json);
        telemetry(json, node.telemetry());
        json.writeFieldName("reported");
        var reported = node.reported();
        json.writeRawValue(reported == null ? "null" : reported.toJson());
        json.writeEndObject();
    }

    private static void telemetry(JsonGenerator json, @Nullable Telemetry telemetry) throws IOException {
        if (telemetry == null) {
            json.writeNullField("telemetry");
            return;
        }
        json.writeObjectFieldStart("telemetry");
        json.writeStringField("at", telemetry.at().toString());
        var load = telemetry.load();
        json.writeNumberField("runSlots", load.runSlots());
        json.writeNumberField("running", load.running());
        json.writeNumberField("queued", load.queued());
        json.writeNumberField("queueLimit", load.queueLimit());
        json.writeNumberField("modelMemory", load.modelMemoryBytes());
        var cpu = load.cpu();
        if (cpu != null) {
            json.writeNumberField("cpu", cpu);
        }
        var roundTrip = telemetry.brokerRoundTrip();
        if (roundTrip != null) {
            json.writeNumberField("brokerRoundTripMs", millis(roundTrip));
        }
        json.writeBooleanField("workLink", telemetry.workLink());
        json.writeObjectFieldStart("models");
        for (var model : telemetry.models().entrySet()) {
            json.writeObjectFieldStart(model.getKey().toString());
            json.writeNumberField("runs", model.getValue().runs());
            json.writeNumberField("p50Ms", millis(model.getValue().p50()));
            json.writeNumberField("p99Ms", millis(model.getValue().p99()));
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
