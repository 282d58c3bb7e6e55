package dev.tieline.client;

import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The answer of a model.
 *
 * @param response all of it, as the protocol has it
 */
public record Answer(InferenceResponse response) {

    /** The model and the version that ran. */
    public ModelRef model() {
        return response.model();
    }

    /** The id that the caller gave the call. */
    public Optional<String> id() {
        return Optional.ofNullable(response.id());
    }

    /** An output. @throws NoSuchElementException if the answer does not have it; the message says which it has */
    public Tensor output(String name) {
        return outputs().stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("the answer of " + model() + " has no output '" + name
                        + "'; it has " + outputs().stream().map(Tensor::name).toList()));
    }

    /** All outputs, in the node's order. */
    public List<Tensor> outputs() {
        return response.outputs();
    }

    /** What the node says of the answer: values of type String, Long, Double or Boolean. */
    public Map<String, Object> parameters() {
        return response.parameters();
    }

    /** Where it ran, and why there. */
    public ServedAt servedAt() {
        return ServedAt.of(response.parameters());
    }
}
