package dev.tieline.edge.endpoint.grpc;

import dev.tieline.edge.endpoint.grpc.proto.ModelConfiguration;
import dev.tieline.edge.endpoint.grpc.proto.ModelConfiguration.ModelConfig;
import dev.tieline.edge.endpoint.grpc.proto.ModelConfiguration.ModelInput;
import dev.tieline.edge.endpoint.grpc.proto.ModelConfiguration.ModelInstanceGroup;
import dev.tieline.edge.endpoint.grpc.proto.ModelConfiguration.ModelOutput;
import dev.tieline.edge.endpoint.grpc.proto.ModelConfiguration.ModelVersionPolicy;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferBatchStatistics;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferStatistics;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelMetadataResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelMetadataResponse.TensorMetadata;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryIndexResponse.ModelIndex;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.StatisticDuration;
import dev.tieline.edge.repository.ModelRepository;
import dev.tieline.edge.serving.ModelStatistics.Measured;
import dev.tieline.edge.serving.ModelStatistics.Snapshot;
import dev.tieline.models.DataType;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelRef;
import dev.tieline.models.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Writes what is known of models as messages. */
final class ModelMessages {
    private static final String PLATFORM = "onnxruntime_onnx";
    private static final String BACKEND = "onnxruntime";

    private ModelMessages() {}

    static ModelMetadataResponse metadata(ModelManifest manifest) {
        var message = ModelMetadataResponse.newBuilder()
                .setName(manifest.ref().name().value())
                .addVersions(manifest.ref().version())
                .setPlatform(PLATFORM);
        manifest.inputs().forEach(input -> message.addInputs(metadata(input)));
        manifest.outputs().forEach(output -> message.addOutputs(metadata(output)));
        return message.build();
    }

    private static TensorMetadata metadata(TensorSpec tensor) {
        return TensorMetadata.newBuilder()
                .setName(tensor.name())
                .setDatatype(tensor.type().name())
                .addAllShape(tensor.shape().dimensions())
                .build();
    }

    /** One version of a name is loaded at a time, on the processors, and no requests are joined. */
    static ModelConfig config(ModelManifest manifest) {
        var name = manifest.ref().name().value();
        var message = ModelConfig.newBuilder()
                .setName(name)
                .setPlatform(PLATFORM)
                .setBackend(BACKEND)
                .setVersionPolicy(ModelVersionPolicy.newBuilder()
                        .setLatest(ModelVersionPolicy.Latest.newBuilder().setNumVersions(1)))
                .addInstanceGroup(ModelInstanceGroup.newBuilder()
                        .setName(name)
                        .setKind(ModelInstanceGroup.Kind.KIND_CPU)
                        .setCount(1));
        manifest.inputs()
                .forEach(input -> message.addInput(ModelInput.newBuilder()
                        .setName(input.name())
                        .setDataType(type(input.type()))
                        .addAllDims(input.shape().dimensions())));
        manifest.outputs()
                .forEach(output -> message.addOutput(ModelOutput.newBuilder()
                        .setName(output.name())
                        .setDataType(type(output.type()))
                        .addAllDims(output.shape().dimensions())));
        return message.build();
    }

    private static ModelConfiguration.DataType type(DataType type) {
        return switch (type) {
            case BOOL -> ModelConfiguration.DataType.TYPE_BOOL;
            case UINT8 -> ModelConfiguration.DataType.TYPE_UINT8;
            case UINT16 -> ModelConfiguration.DataType.TYPE_UINT16;
            case UINT32 -> ModelConfiguration.DataType.TYPE_UINT32;
            case UINT64 -> ModelConfiguration.DataType.TYPE_UINT64;
            case INT8 -> ModelConfiguration.DataType.TYPE_INT8;
            case INT16 -> ModelConfiguration.DataType.TYPE_INT16;
            case INT32 -> ModelConfiguration.DataType.TYPE_INT32;
            case INT64 -> ModelConfiguration.DataType.TYPE_INT64;
            case FP16 -> ModelConfiguration.DataType.TYPE_FP16;
            case BF16 -> ModelConfiguration.DataType.TYPE_BF16;
            case FP32 -> ModelConfiguration.DataType.TYPE_FP32;
            case FP64 -> ModelConfiguration.DataType.TYPE_FP64;
            case BYTES -> ModelConfiguration.DataType.TYPE_STRING;
        };
    }

    /** @param did what the model did; null if it never ran here */
    static dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelStatistics statistics(
            ModelRef ref, @Nullable Snapshot did) {
        var message = dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelStatistics.newBuilder()
                .setName(ref.name().value())
                .setVersion(ref.version());
        if (did == null) {
            return message.setInferenceStats(InferStatistics.getDefaultInstance())
                    .build();
        }
        if (did.executionCount() > 0) {
            message.addBatchStats(InferBatchStatistics.newBuilder()
                    .setBatchSize(1)
                    .setComputeInput(duration(did.computeInput()))
                    .setComputeInfer(duration(did.computeInfer()))
                    .setComputeOutput(duration(did.computeOutput())));
        }
        return message.setLastInference(did.lastInferenceMillis())
                .setInferenceCount(did.inferenceCount())
                .setExecutionCount(did.executionCount())
                .setInferenceStats(InferStatistics.newBuilder()
                        .setSuccess(duration(did.success()))
                        .setFail(duration(did.fail()))
                        .setQueue(duration(did.queue()))
                        .setComputeInput(duration(did.computeInput()))
                        .setComputeInfer(duration(did.computeInfer()))
                        .setComputeOutput(duration(did.computeOutput())))
                .build();
    }

    private static StatisticDuration duration(Measured measured) {
        return StatisticDuration.newBuilder()
                .setCount(measured.count())
                .setNs(measured.nanos())
                .build();
    }

    static ModelIndex index(ModelRepository.Entry entry) {
        return ModelIndex.newBuilder()
                .setName(entry.name().value())
                .setVersion(entry.version())
                .setState(entry.state().name())
                .setReason(entry.reason())
                .build();
    }
}
