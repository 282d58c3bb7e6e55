package dev.tieline.edge.endpoint.grpc;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.tieline.edge.endpoint.ModelPath;
import dev.tieline.edge.endpoint.ServerIdentity;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelConfigRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelConfigResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelMetadataRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelReadyRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelReadyResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelStatisticsRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelStatisticsResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerLiveRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerLiveResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerMetadataRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerMetadataResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerReadyRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerReadyResponse;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.ModelStatistics;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceError.UnknownModel;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The methods that tell of the node and of its models; each is answered at once, but for what may be much. */
final class ModelQuestions {
    private final ModelRegistry models;
    private final ModelStatistics statistics;
    private final BooleanSupplier ready;
    private final Tasks tasks;

    ModelQuestions(ModelRegistry models, ModelStatistics statistics, BooleanSupplier ready, Tasks tasks) {
        this.models = models;
        this.statistics = statistics;
        this.ready = ready;
        this.tasks = tasks;
    }

    /** The methods by their names in the service. */
    Map<String, Method> methods() {
        return Map.of(
                "ServerLive", Method.question(ModelQuestions::live),
                "ServerReady", method(ServerReadyRequest.parser(), this::serverReady),
                "ServerMetadata", method(ServerMetadataRequest.parser(), this::serverMetadata),
                "ModelReady", method(ModelReadyRequest.parser(), this::modelReady),
                "ModelMetadata", method(ModelMetadataRequest.parser(), this::modelMetadata),
                "ModelConfig", method(ModelConfigRequest.parser(), this::modelConfig),
                "ModelStatistics",
                        Method.question(exchange -> new Asked<>(
                                exchange,
                                ModelStatisticsRequest.parser(),
                                (asked, question) -> tasks.answer(asked, () -> modelStatistics(question)))));
    }

    private static <Q> Method method(Parser<Q> parser, Function<Q, MessageLite> answer) {
        return Method.question(
                exchange -> new Asked<>(exchange, parser, (asked, question) -> asked.answer(answer.apply(question))));
    }

    /** Whoever can answer lives. */
    static Inbox live(Exchange exchange) {
        return new Asked<>(
                exchange,
                ServerLiveRequest.parser(),
                (asked, question) -> asked.answer(
                        ServerLiveResponse.newBuilder().setLive(true).build()));
    }

    private MessageLite serverReady(ServerReadyRequest question) {
        return ServerReadyResponse.newBuilder().setReady(ready.getAsBoolean()).build();
    }

    private MessageLite serverMetadata(ServerMetadataRequest question) {
        return ServerMetadataResponse.newBuilder()
                .setName(ServerIdentity.NAME)
                .setVersion(ServerIdentity.VERSION)
                .addAllExtensions(ServerIdentity.EXTENSIONS)
                .build();
    }

    /** As the servers that are known answer it: false, and no error, for a model that is not there. */
    private MessageLite modelReady(ModelReadyRequest question) {
        boolean loaded = models.manifests().stream()
                .map(ModelManifest::ref)
                .anyMatch(ref -> is(ref, question.getName(), question.getVersion()));
        return ModelReadyResponse.newBuilder()
                .setReady(loaded && ready.getAsBoolean())
                .build();
    }

    private MessageLite modelMetadata(ModelMetadataRequest question) {
        return ModelMessages.metadata(manifest(question.getName(), question.getVersion()));
    }

    private MessageLite modelConfig(ModelConfigRequest question) {
        return ModelConfigResponse.newBuilder()
                .setConfig(ModelMessages.config(manifest(question.getName(), question.getVersion())))
                .build();
    }

    /** Of models that are loaded or ran here since the node started. */
    private MessageLite modelStatistics(ModelStatisticsRequest question) {
        var known = new TreeMap<ModelRef, OpenInference.ModelStatistics>();
        for (var manifest : models.manifests()) {
            known.put(manifest.ref(), ModelMessages.statistics(manifest.ref(), null));
        }
        statistics.all().forEach((ref, did) -> known.put(ref, ModelMessages.statistics(ref, did)));
        var name = question.getName();
        var wanted = known.entrySet().stream()
                .filter(entry -> name.isEmpty() || is(entry.getKey(), name, question.getVersion()))
                .map(Map.Entry::getValue)
                .toList();
        if (wanted.isEmpty() && !name.isEmpty()) {
            throw new UnknownModel(
                            ModelPath.of(name, orNull(question.getVersion())).toString())
                    .asException();
        }
        return ModelStatisticsResponse.newBuilder().addAllModelStats(wanted).build();
    }

    private ModelManifest manifest(String name, String version) {
        var path = ModelPath.of(name, orNull(version));
        return models.manifest(path.name(), path.version())
                .orElseThrow(() -> new UnknownModel(path.toString()).asException());
    }

    private static boolean is(ModelRef ref, String name, String version) {
        return ref.name().value().equals(name)
                && (version.isEmpty() || ref.version().equals(version));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
