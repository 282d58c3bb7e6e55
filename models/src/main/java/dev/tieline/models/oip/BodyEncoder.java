package dev.tieline.models.oip;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.models.infer.InferenceError.ExecutionFailed;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.RequestedOutput;
import dev.tieline.models.infer.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the bodies of requests and responses. */
final class BodyEncoder {

    /** A tensor and the form it is written in. */
    private record Formed(Tensor tensor, boolean binary) {}

    private BodyEncoder() {}

    static OipBody request(InferenceRequest request, boolean binary) {
        var inputs = request.inputs().stream()
                .map(input -> new Formed(input, binary))
                .toList();
        var json = JsonWriter.object(generator -> {
            writeId(generator, request.id());
            JsonWriter.parameters(generator, request.parameters());
            writeTensors(generator, "inputs", inputs);
            writeRequested(generator, request.outputs());
        });
        return body(json, inputs);
    }

    static OipBody response(InferenceRequest request, InferenceResponse response) {
        var byDefault = Boolean.TRUE.equals(request.parameters().get(InferenceRequest.BINARY_DATA_OUTPUT));
        var outputs = new ArrayList<Formed>();
        if (request.outputs().isEmpty()) {
            response.outputs().forEach(output -> outputs.add(new Formed(output, byDefault)));
        }
        for (var requested : request.outputs()) {
            var binary = requested.binary() == null ? byDefault : requested.binary();
            outputs.add(new Formed(find(response, requested.name()), binary));
        }
        return response(response, outputs);
    }

    static OipBody responseBinary(InferenceResponse response) {
        return response(
                response,
                response.outputs().stream()
                        .map(output -> new Formed(output, true))
                        .toList());
    }

    private static Tensor find(InferenceResponse response, String name) {
        return response.outputs().stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ExecutionFailed("the answer of the model " + response.model()
                                + " has no output '" + name + "', which was asked for")
                        .asException());
    }

    private static OipBody response(InferenceResponse response, List<Formed> outputs) {
        var json = JsonWriter.object(generator -> {
            generator.writeStringField("model_name", response.model().name().value());
            generator.writeStringField("model_version", response.model().version());
            writeId(generator, response.id());
            JsonWriter.parameters(generator, response.parameters());
            writeTensors(generator, "outputs", outputs);
        });
        return body(json, outputs);
    }

    private static OipBody body(byte[] json, List<Formed> tensors) {
        var parts = new ArrayList<ByteBuffer>();
        parts.add(ByteBuffer.wrap(json));
        for (var tensor : tensors) {
            if (tensor.binary()) {
                parts.add(tensor.tensor().data());
            }
        }
        var binary = tensors.stream().anyMatch(Formed::binary);
        return new OipBody(binary ? json.length : null, parts);
    }

    private static void writeId(JsonGenerator json, @Nullable String id) throws IOException {
        if (id != null) {
            json.writeStringField("id", id);
        }
    }

    private static void writeTensors(JsonGenerator json, String key, List<Formed> tensors) throws IOException {
        json.writeArrayFieldStart(key);
        for (var formed : tensors) {
            var tensor = formed.tensor();
            json.writeStartObject();
            json.writeStringField("name", tensor.name());
            json.writeStringField("datatype", tensor.type().name());
            MetadataWriter.shape(json, tensor.shape());
            if (formed.binary()) {
                json.writeObjectFieldStart("parameters");
                json.writeNumberField("binary_data_size", tensor.size());
                json.writeEndObject();
            } else {
                json.writeArrayFieldStart("data");
                ArrayWriter.write(json, tensor);
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeRequested(JsonGenerator json, List<RequestedOutput> outputs) throws IOException {
        if (outputs.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("outputs");
        for (var output : outputs) {
            json.writeStartObject();
            json.writeStringField("name", output.name());
            if (output.binary() != null) {
                json.writeObjectFieldStart("parameters");
                json.writeBooleanField("binary_data", output.binary());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
