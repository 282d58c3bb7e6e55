package dev.tieline.edge.endpoint.grpc;

import com.google.protobuf.ByteString;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest.InferInputTensor;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest.InferRequestedOutputTensor;
import dev.tieline.models.DataType;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.RequestedOutput;
import dev.tieline.models.infer.Tensor;
import java.util.Map;

/** Requests as a client writes them. */
final class Requests {

    private Requests() {}

    /** The message of a request, its elements raw. */
    static ModelInferRequest raw(InferenceRequest request) {
        var message = begun(request);
        for (var tensor : request.inputs()) {
            message.addInputs(input(tensor)).addRawInputContents(ByteString.copyFrom(tensor.data()));
        }
        return message.build();
    }

    /** The message of a request, its elements in typed contents. */
    static ModelInferRequest typed(InferenceRequest request) {
        var message = begun(request);
        for (var tensor : request.inputs()) {
            message.addInputs(
                    input(tensor).setContents(TypedContents.write(tensor.name(), tensor.type(), tensor.data())));
        }
        return message.build();
    }

    /** Whether typed contents can hold the elements of a type. */
    static boolean typed(DataType type) {
        return type != DataType.FP16 && type != DataType.BF16;
    }

    private static ModelInferRequest.Builder begun(InferenceRequest request) {
        var message = ModelInferRequest.newBuilder()
                .setModelName(request.model().value())
                .putAllParameters(InferParameters.write(request.parameters()));
        if (request.version() != null) {
            message.setModelVersion(request.version());
        }
        if (request.id() != null) {
            message.setId(request.id());
        }
        request.outputs().forEach(output -> message.addOutputs(output(output)));
        return message;
    }

    private static InferInputTensor.Builder input(Tensor tensor) {
        return InferInputTensor.newBuilder()
                .setName(tensor.name())
                .setDatatype(tensor.type().name())
                .addAllShape(tensor.shape().dimensions());
    }

    private static InferRequestedOutputTensor output(RequestedOutput output) {
        var message = InferRequestedOutputTensor.newBuilder().setName(output.name());
        if (output.binary() != null) {
            message.putAllParameters(InferParameters.write(Map.of("binary_data", output.binary())));
        }
        return message.build();
    }
}
