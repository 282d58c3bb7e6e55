package dev.tieline.models.oip;

import dev.tieline.models.ModelManifest;
import dev.tieline.models.TensorSpec;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** Holds a request against what its model takes and gives. */
public final class RequestValidator {

    private RequestValidator() {}

    /**
     * Checks inputs and requested outputs by name, datatype and shape.
     *
     * @throws InferenceException with InvalidRequest if the model cannot be run with this request
     */
    public static void validate(InferenceRequest request, ModelManifest manifest) {
        var inputs = new HashSet<String>();
        for (var input : request.inputs()) {
            if (!inputs.add(input.name())) {
                throw BinarySection.invalid("the input '" + input.name() + "' is given twice");
            }
            checkInput(input, manifest);
        }
        for (var spec : manifest.inputs()) {
            if (!inputs.contains(spec.name())) {
                throw BinarySection.invalid(
                        "the input '" + spec.name() + "' of the model " + manifest.ref() + " is missing");
            }
        }
        checkOutputs(request, manifest);
    }

    private static void checkInput(Tensor input, ModelManifest manifest) {
        var spec = manifest.findInput(input.name())
                .orElseThrow(() -> BinarySection.invalid("the model " + manifest.ref() + " has no input '"
                        + input.name() + "'. Its inputs are " + names(manifest.inputs())));
        if (input.type() != spec.type()) {
            throw BinarySection.invalid("the input '" + input.name() + "' has the datatype " + input.type()
                    + ", and the model " + manifest.ref() + " takes " + spec.type());
        }
        if (!spec.shape().accepts(input.shape())) {
            throw BinarySection.invalid("the input '" + input.name() + "' has the shape " + input.shape()
                    + ", and the model " + manifest.ref() + " takes " + spec.shape());
        }
    }

    private static void checkOutputs(InferenceRequest request, ModelManifest manifest) {
        var outputs = new HashSet<String>();
        for (var output : request.outputNames()) {
            if (manifest.findOutput(output).isEmpty()) {
                throw BinarySection.invalid("the model " + manifest.ref() + " has no output '" + output
                        + "'. Its outputs are " + names(manifest.outputs()));
            }
            if (!outputs.add(output)) {
                throw BinarySection.invalid("the output '" + output + "' is asked for twice");
            }
        }
    }

    private static String names(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::name).collect(Collectors.joining(", "));
    }
}
