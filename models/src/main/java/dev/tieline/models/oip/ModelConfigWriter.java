package dev.tieline.models.oip;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.models.DataType;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.TensorSpec;
import java.io.IOException;
import java.util.List;

/**
 * Writes what Triton calls the configuration of a model ({@code extension_model_configuration.md}, {@code ModelConfig}),
 * with the fields that are true here: nothing is batched, so that the shapes are whole, and one session serves.
 */
final class ModelConfigWriter {

    private ModelConfigWriter() {}

    static byte[] write(ModelManifest manifest, String platform, String backend) {
        var name = manifest.ref().name().value();
        return JsonWriter.object(json -> {
            json.writeStringField("name", name);
            json.writeStringField("platform", platform);
            json.writeStringField("backend", backend);
            json.writeObjectFieldStart("version_policy");
            json.writeObjectFieldStart("latest");
            json.writeNumberField("num_versions", 1);
            json.writeEndObject();
            json.writeEndObject();
            json.writeNumberField("max_batch_size", 0);
            tensors(json, "input", manifest.inputs());
            tensors(json, "output", manifest.outputs());
            json.writeArrayFieldStart("instance_group");
            json.writeStartObject();
            json.writeStringField("name", name);
            json.writeStringField("kind", "KIND_CPU");
            json.writeNumberField("count", 1);
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    private static void tensors(JsonGenerator json, String key, List<TensorSpec> specs) throws IOException {
        json.writeArrayFieldStart(key);
        for (var spec : specs) {
            json.writeStartObject();
            json.writeStringField("name", spec.name());
            json.writeStringField("data_type", type(spec.type()));
            json.writeArrayFieldStart("dims");
            for (var dimension : spec.shape().dimensions()) {
                json.writeNumber(dimension);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String type(DataType type) {
        return type == DataType.BYTES ? "TYPE_STRING" : "TYPE_" + type.name();
    }
}
