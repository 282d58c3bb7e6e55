package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.devices.Json;
import dev.tieline.models.Artifact;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.TensorSpec;
import java.io.IOException;
import java.util.List;

/** What is known of the declared models, without their golden samples. Memory and sizes are in bytes. */
record ModelsDocument(ModelCatalog catalog) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("models");
        for (var model : catalog.all()) {
            model(json, model);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void model(JsonGenerator json, ModelManifest model) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", model.ref().toString());
        json.writeStringField("description", model.description());
        json.writeStringField("licence", model.licence());
        json.writeStringField("source", model.source().toString());
        json.writeArrayFieldStart("artifacts");
        for (var artifact : model.artifacts()) {
            artifact(json, artifact);
        }
        json.writeEndArray();
        tensors(json, "inputs", model.inputs());
        tensors(json, "outputs", model.outputs());
        json.writeNumberField("memory", model.memoryBytes());
        json.writeObjectFieldStart("label");
        json.writeStringField("class", model.label().dataClass().word());
        JsonLists.strings(json, "tags", model.label().tags());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void artifact(JsonGenerator json, Artifact artifact) throws IOException {
        json.writeStartObject();
        json.writeStringField("entry", artifact.entry());
        json.writeStringField("digest", artifact.digest().toString());
        json.writeNumberField("size", artifact.size());
        json.writeEndObject();
    }

    private static void tensors(JsonGenerator json, String field, List<TensorSpec> specs) throws IOException {
        json.writeArrayFieldStart(field);
        for (var spec : specs) {
            json.writeStartObject();
            json.writeStringField("name", spec.name());
            json.writeStringField("type", spec.type().name());
            json.writeFieldName("shape");
            json.writeArray(spec.shape().toArray(), 0, spec.shape().rank());
            var axis = spec.batchAxis();
            if (axis != null) {
                json.writeNumberField("batch_axis", axis);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
