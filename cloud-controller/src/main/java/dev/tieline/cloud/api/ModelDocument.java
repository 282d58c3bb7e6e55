package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.cloud.catalog.DeclaredModel;
import dev.tieline.models.Artifact;
import dev.tieline.models.Lineage;
import dev.tieline.models.ModelRef;
import dev.tieline.models.TensorSpec;
import dev.tieline.models.store.ModelStore;
import dev.tieline.policy.json.Json;
import java.io.IOException;
import java.util.List;

/**
 * What is known of a declared model, without its golden sample. Memory and sizes are in bytes.
 *
 * @param declared the model
 * @param lineage what its weights may reveal, with all that they have from other models
 * @param blobs where its bytes are, or are not yet
 */
record ModelDocument(DeclaredModel declared, Lineage lineage, ModelStore blobs) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        var model = declared.manifest();
        json.writeStartObject();
        json.writeStringField("model", model.ref().toString());
        json.writeStringField("description", model.description());
        json.writeStringField("licence", model.licence());
        json.writeStringField("source", model.source().toString());
        json.writeFieldName("card");
        artifact(json, declared.card());
        json.writeArrayFieldStart("artifacts");
        for (var artifact : model.artifacts()) {
            artifact(json, artifact);
        }
        json.writeEndArray();
        tensors(json, "inputs", model.inputs());
        tensors(json, "outputs", model.outputs());
        json.writeNumberField("memory", model.memoryBytes());
        JsonLists.label(json, "label", model.label());
        JsonLists.label(json, "inputLabel", model.labels().input());
        JsonLists.label(json, "trainedOn", model.labels().training());
        JsonLists.strings(
                json,
                "derivedFrom",
                model.labels().derivedFrom().stream().map(ModelRef::toString).toList());
        JsonLists.label(json, "weights", lineage.label());
        JsonLists.strings(json, "inherited", lineage.reasons());
        json.writeEndObject();
    }

    private void artifact(JsonGenerator json, Artifact artifact) throws IOException {
        json.writeStartObject();
        json.writeStringField("entry", artifact.entry());
        json.writeStringField("digest", artifact.digest().toString());
        json.writeNumberField("size", artifact.size());
        json.writeBooleanField("held", blobs.find(artifact).isPresent());
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
