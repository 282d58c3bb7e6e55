package dev.tieline.models.infer;

import dev.tieline.models.ModelName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question to a model.
 *
 * @param model the model asked
 * @param version the version asked for, or null for the one that the node prefers
 * @param id the caller's own id, given back in the answer
 * @param parameters values of type String, Long, Double or Boolean; {@code binary_data_output} stays among them
 * @param inputs the inputs, in wire order
 * @param outputs the outputs that are wanted; empty for all
 */
public record InferenceRequest(
        ModelName model,
        @Nullable String version,
        @Nullable String id,
        Map<String, Object> parameters,
        List<Tensor> inputs,
        List<RequestedOutput> outputs) {
    /** The request parameter that asks for all outputs as binary data, unless an output says otherwise. */
    public static final String BINARY_DATA_OUTPUT = "binary_data_output";

    public InferenceRequest {
        parameters = Parameters.copy(parameters);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** A request for all outputs, without version, id and parameters. */
    public static InferenceRequest of(ModelName model, Tensor... inputs) {
        return new InferenceRequest(model, null, null, Map.of(), List.of(inputs), List.of());
    }

    public InferenceRequest withParameters(Map<String, Object> newParameters) {
        return new InferenceRequest(model, version, id, newParameters, inputs, outputs);
    }

    /** The names of the outputs that are wanted; empty for all. */
    public List<String> outputNames() {
        return outputs.stream().map(RequestedOutput::name).toList();
    }
}
