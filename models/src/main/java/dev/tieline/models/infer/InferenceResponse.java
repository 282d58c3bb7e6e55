package dev.tieline.models.infer;

import dev.tieline.models.ModelRef;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a model.
 *
 * @param model the model and the version that ran
 * @param id the id of the request
 * @param parameters values of type String, Long, Double or Boolean: where it ran and why
 * @param outputs the outputs
 */
public record InferenceResponse(
        ModelRef model, @Nullable String id, Map<String, Object> parameters, List<Tensor> outputs) {

    public InferenceResponse {
        parameters = Parameters.copy(parameters);
        outputs = List.copyOf(outputs);
    }

    public InferenceResponse withParameters(Map<String, Object> newParameters) {
        return new InferenceResponse(model, id, newParameters, outputs);
    }

    public InferenceResponse withId(@Nullable String newId) {
        return new InferenceResponse(model, newId, parameters, outputs);
    }
}
