package dev.tieline.models.oip;

import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.RequestedOutput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reads the top object of a request or a response. */
final class BodyDecoder {
    private final JsonScanner json;
    private final BinarySection body;
    private final LongConsumer hold;
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String version;
    private Map<String, Object> parameters = Map.of();
    private @Nullable List<TensorScanner.Head> tensors;
    private List<RequestedOutput> requested = List.of();

    /** @param hold is told how many bytes elements have, before they take memory */
    BodyDecoder(BinarySection body, OipLimits limits, LongConsumer hold) {
        this.body = body;
        this.hold = hold;
        this.json = body.json(limits, hold);
    }

    InferenceRequest request(ModelName name, @Nullable String askedVersion) {
        read("a request", "inputs");
        if (tensors == null) {
            throw json.error("needs the key 'inputs', and it is missing");
        }
        return new InferenceRequest(name, askedVersion, id, parameters, body.tensors(tensors, hold), requested);
    }

    InferenceResponse response() {
        read("a response", "outputs");
        if (model == null || version == null) {
            throw json.error(
                    "needs model_name and model_version in a response, and it has " + model + " and " + version);
        }
        try {
            return new InferenceResponse(
                    new ModelRef(ModelName.of(model), version),
                    id,
                    parameters,
                    body.tensors(tensors == null ? List.of() : tensors, hold));
        } catch (IllegalArgumentException e) {
            throw BinarySection.invalid(String.valueOf(e.getMessage()));
        }
    }

    private void read(String what, String tensorsKey) {
        ObjectScanner.read(json, what, key -> {
            if (key.equals(tensorsKey)) {
                tensors = TensorScanner.readAll(json, key.substring(0, key.length() - 1));
            } else {
                readField(key);
            }
        });
        json.expectEnd();
    }

    private void readField(String key) {
        switch (key) {
            case "id" -> id = json.texts().read("the id");
            case "model_name" -> model = json.texts().read("the model_name");
            case "model_version" -> version = json.texts().read("the model_version");
            case "parameters" -> parameters = ObjectScanner.readParameters(json);
            case "outputs" -> requested = readRequested();
            default -> json.skipValue();
        }
    }

    private List<RequestedOutput> readRequested() {
        var outputs = new ArrayList<RequestedOutput>();
        var names = new HashSet<String>();
        json.enter('[', "that begins the list of requested outputs");
        if (json.empty(']')) {
            return outputs;
        }
        do {
            if (outputs.size() == json.limits.maxTensors()) {
                throw json.error("asks for more than " + json.limits.maxTensors() + " outputs, which is the limit");
            }
            var output = new RequestedOutputScanner(json).read();
            if (!names.add(output.name())) {
                throw json.error("asks for the output '" + output.name() + "' twice");
            }
            outputs.add(output);
        } while (json.another(']'));
        return outputs;
    }

    /** Reads the JSON object of one requested output. */
    private static final class RequestedOutputScanner {
        private final JsonScanner json;
        private @Nullable String name;
        private @Nullable Boolean binary;

        RequestedOutputScanner(JsonScanner json) {
            this.json = json;
        }

        RequestedOutput read() {
            ObjectScanner.read(json, "a requested output", this::readField);
            if (name == null) {
                throw json.error("needs the name of each requested output, and one has none");
            }
            return new RequestedOutput(name, binary);
        }

        private void readField(String key) {
            switch (key) {
                case "name" -> name = json.texts().read("the name of a requested output");
                case "parameters" -> readParameters();
                default -> json.skipValue();
            }
        }

        private void readParameters() {
            var parameters = ObjectScanner.readParameters(json);
            for (var unsupported : List.of("shared_memory_region", "classification")) {
                if (parameters.containsKey(unsupported)) {
                    throw json.error("has the parameter '" + unsupported + "' for the requested output '" + name
                            + "', which is not supported here");
                }
            }
            var wanted = parameters.get("binary_data");
            if (wanted instanceof Boolean value) {
                binary = value;
            } else if (wanted != null) {
                throw json.error(
                        "needs true or false as binary_data of the output '" + name + "', and it has " + wanted);
            }
        }
    }
}
