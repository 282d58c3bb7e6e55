package dev.tieline.devices.twin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.devices.twin.ModelStatus.Failed;
import dev.tieline.devices.twin.ModelStatus.Fetching;
import dev.tieline.devices.twin.ModelStatus.Loading;
import dev.tieline.devices.twin.ModelStatus.Pending;
import dev.tieline.devices.twin.ModelStatus.Ready;
import dev.tieline.devices.twin.ModelStatus.Unloading;
import dev.tieline.models.Digest;
import dev.tieline.policy.document.YamlMap;
import java.io.IOException;

/**
 * One model of a node as the node reports it.
 *
 * @param card the digest of its card, which says exactly what runs
 * @param pinned whether the node's own configuration loaded it, so that no desired state touches it
 * @param status how far it has come
 */
public record ReportedModel(Digest card, boolean pinned, ModelStatus status) {

    static ReportedModel read(YamlMap map) {
        map.only("card", "pinned", "status", "bytes", "total", "reason");
        return new ReportedModel(
                TwinDocument.parse(map.get("card"), Digest::of),
                map.get("pinned").asScalar().bool(),
                status(map));
    }

    void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("card", card.toString());
        json.writeBooleanField("pinned", pinned);
        json.writeStringField("status", status.word());
        switch (status) {
            case Fetching fetching -> {
                json.writeNumberField("bytes", fetching.bytes());
                json.writeNumberField("total", fetching.total());
            }
            case Failed failed -> json.writeStringField("reason", failed.reason());
            case Pending pending -> {}
            case Loading loading -> {}
            case Ready ready -> {}
            case Unloading unloading -> {}
        }
        json.writeEndObject();
    }

    private static ModelStatus status(YamlMap map) {
        var word = map.get("status").asScalar();
        return switch (word.string()) {
            case "pending" -> without(map, new Pending());
            case "fetching" -> {
                map.only("card", "pinned", "status", "bytes", "total");
                yield TwinDocument.guarded(map, () -> new Fetching(map.integer("bytes"), map.integer("total")));
            }
            case "loading" -> without(map, new Loading());
            case "ready" -> without(map, new Ready());
            case "failed" -> {
                map.only("card", "pinned", "status", "reason");
                yield new Failed(map.string("reason"));
            }
            case "unloading" -> without(map, new Unloading());
            default ->
                throw word.error("unknown status '" + word.string()
                        + "'. Legal here: pending, fetching, loading, ready, failed, unloading");
        };
    }

    private static ModelStatus without(YamlMap map, ModelStatus status) {
        map.only("card", "pinned", "status");
        return status;
    }
}
