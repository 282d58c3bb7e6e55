package dev.tieline.devices.twin;

import dev.tieline.models.ModelRef;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlValue;
import dev.tieline.policy.json.Json;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node holds, as it says itself.
 *
 * @param birth the sequence number of the connection that it says this on, 1 or more
 * @param observedGeneration the highest generation of desired state that it has taken up; 0 if it has seen none
 * @param knowledge which editions it decides by
 * @param models all models that it holds or works on, at most 1,000; of one name two versions stand here while the new
 *     one takes the place of the old one
 */
public record ReportedState(
        long birth, long observedGeneration, Holdings knowledge, SortedMap<ModelRef, ReportedModel> models) {
    private static final String API_VERSION = "tieline.dev/reported/v1";

    public ReportedState {
        Birth.checkSequence(birth);
        if (observedGeneration < 0) {
            throw new IllegalArgumentException(
                    "an observed generation is 0 or more, and this is " + observedGeneration);
        }
        TwinDocument.checkModels(models.size());
        models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
    }

    public static ReportedState of(
            long birth, long observedGeneration, Holdings knowledge, Map<ModelRef, ReportedModel> models) {
        return new ReportedState(birth, observedGeneration, knowledge, new TreeMap<>(models));
    }

    /**
     * Reads a reported state.
     *
     * @param source the name that errors give, usually the topic
     * @throws dev.tieline.policy.document.DocumentException if it is not a valid one
     */
    public static ReportedState read(String source, String text) {
        var map = YamlReader.read(source, text)
                .asMap()
                .only("apiVersion", "birth", "observedGeneration", "knowledge", "models");
        TwinDocument.checkApiVersion(map, API_VERSION);
        return new ReportedState(
                Birth.sequence(map.get("birth")),
                TwinDocument.integer(map.get("observedGeneration"), 0),
                Holdings.read(map.map("knowledge")),
                models(map.get("models")));
    }

    /** The reported state as JSON, which {@link #read} reads. */
    public String toJson() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("apiVersion", API_VERSION);
            json.writeNumberField("birth", birth);
            json.writeNumberField("observedGeneration", observedGeneration);
            json.writeFieldName("knowledge");
            knowledge.writeTo(json);
            json.writeObjectFieldStart("models");
            for (var model : models.entrySet()) {
                json.writeFieldName(model.getKey().toString());
                model.getValue().writeTo(json);
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static SortedMap<ModelRef, ReportedModel> models(YamlValue value) {
        var entries = value.asMap().entries();
        TwinDocument.checkModels(value, entries.size());
        var models = new TreeMap<ModelRef, ReportedModel>();
        entries.forEach((ref, model) ->
                models.put(TwinDocument.guarded(model, () -> ModelRef.of(ref)), ReportedModel.read(model.asMap())));
        return models;
    }
}
