package dev.tieline.models.oip;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import java.io.IOException;
import java.util.List;

/** Writes what a server says of itself and of a model. */
final class MetadataWriter {

    private MetadataWriter() {}

    static byte[] server(String name, String version, List<String> extensions) {
        return JsonWriter.object(json -> {
            json.writeStringField("name", name);
            json.writeStringField("version", version);
            texts(json, "extensions", extensions);
        });
    }

    static byte[] model(ModelManifest manifest, List<String> versions, String platform) {
        return JsonWriter.object(json -> {
            json.writeStringField("name", manifest.ref().name().value());
            texts(json, "versions", versions);
            json.writeStringField("platform", platform);
            specs(json, "inputs", manifest.inputs());
            specs(json, "outputs", manifest.outputs());
        });
    }

    static void shape(JsonGenerator json, Shape shape) throws IOException {
        json.writeArrayFieldStart("shape");
        for (var dimension : shape.dimensions()) {
            json.writeNumber(dimension);
        }
        json.writeEndArray();
    }

    private static void specs(JsonGenerator json, String key, List<TensorSpec> specs) throws IOException {
        json.writeArrayFieldStart(key);
        for (var spec : specs) {
            json.writeStartObject();
            json.writeStringField("name", spec.name());
            json.writeStringField("datatype", spec.type().name());
            shape(json, spec.shape());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void texts(JsonGenerator json, String key, List<String> texts) throws IOException {
        json.writeArrayFieldStart(key);
        for (var text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
