package dev.tieline.edge.endpoint.grpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferResponse.InferOutputTensor;
import dev.tieline.models.infer.InferenceError.ExecutionFailed;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import java.util.List;

/**
 * Writes {@code ModelInferResponse}.
 *
 * <p>Elements are raw, as the clients of the wider service expect even where their own elements were typed. Typed
 * contents are for those who ask: by {@code binary_data_output: false} for the request, or {@code binary_data: false} for
 * each output. One raw output makes all of them raw, since the message has either form.
 */
final class InferWriter {

    private InferWriter() {}

    /**
     * Writes a response as its request asked: only the outputs that it names, in its order.
     *
     * @throws InferenceException if an output is missing or has no typed contents that were asked for
     */
    static ModelInferResponse write(InferenceRequest request, InferenceResponse response) {
        var message = ModelInferResponse.newBuilder()
                .setModelName(response.model().name().value())
                .setModelVersion(response.model().version())
                .putAllParameters(InferParameters.write(response.parameters()));
        if (response.id() != null) {
            message.setId(response.id());
        }
        boolean typed = typed(request);
        for (var tensor : wanted(request, response)) {
            var output = InferOutputTensor.newBuilder()
                    .setName(tensor.name())
                    .setDatatype(tensor.type().name())
                    .addAllShape(tensor.shape().dimensions());
            if (typed) {
                output.setContents(TypedContents.write(tensor.name(), tensor.type(), tensor.data()));
            } else {
                message.addRawOutputContents(UnsafeByteOperations.unsafeWrap(tensor.data()));
            }
            message.addOutputs(output);
        }
        return message.build();
    }

    private static boolean typed(InferenceRequest request) {
        boolean byDefault = Boolean.FALSE.equals(request.parameters().get(InferenceRequest.BINARY_DATA_OUTPUT));
        return request.outputs().isEmpty()
                ? byDefault
                : request.outputs().stream().allMatch(output -> output.binary() == null ? byDefault : !output.binary());
    }

    private static List<Tensor> wanted(InferenceRequest request, InferenceResponse response) {
        if (request.outputs().isEmpty()) {
            return response.outputs();
        }
        return request.outputNames().stream().map(name -> find(response, name)).toList();
    }

    private static Tensor find(InferenceResponse response, String name) {
        return response.outputs().stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ExecutionFailed("the answer of the model " + response.model()
                                + " has no output '" + name + "', which was asked for")
                        .asException());
    }
}
