package dev.tieline.edge.endpoint.grpc;

import static dev.tieline.edge.endpoint.grpc.GrpcCaller.INFER;
import static dev.tieline.edge.endpoint.grpc.GrpcCaller.inference;
import static dev.tieline.edge.endpoint.grpc.GrpcCaller.rounds;
import static dev.tieline.edge.endpoint.grpc.GrpcCaller.trailer;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.endpoint.grpc.proto.ModelConfiguration.DataType;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferParameter;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelConfigRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelConfigResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelMetadataRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelMetadataResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelReadyRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelReadyResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelRepositoryParameter;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelStatisticsRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelStatisticsResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryIndexRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryIndexResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryModelLoadRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryModelLoadResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryModelUnloadRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryModelUnloadResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerLiveRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerLiveResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerMetadataRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerMetadataResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerReadyRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerReadyResponse;
import dev.tieline.edge.serving.ModelStatistics.Measured;
import dev.tieline.edge.serving.ModelStatistics.Snapshot;
import dev.tieline.models.generated.EndlessModel;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcEndpointTest {
    private static final MethodDescriptor<RepositoryModelLoadRequest, RepositoryModelLoadResponse> LOAD = inference(
            "RepositoryModelLoad",
            RepositoryModelLoadRequest.getDefaultInstance(),
            RepositoryModelLoadResponse.getDefaultInstance());
    private static final MethodDescriptor<ModelMetadataRequest, ModelMetadataResponse> METADATA = inference(
            "ModelMetadata", ModelMetadataRequest.getDefaultInstance(), ModelMetadataResponse.getDefaultInstance());
    private static final MethodDescriptor<ModelReadyRequest, ModelReadyResponse> MODEL_READY =
            inference("ModelReady", ModelReadyRequest.getDefaultInstance(), ModelReadyResponse.getDefaultInstance());

    @RegisterExtension
    private final ServedGrpc served = new ServedGrpc(1, 3);

    @RegisterExtension
    private final GrpcCaller caller = new GrpcCaller(served.port());

    @Test
    void shouldInfer() {
        var answer = caller.ask(INFER, rounds(10).toBuilder().setId("r1").build());

        assertThat(GrpcCaller.number(answer)).isEqualTo(1_024);
        assertThat(answer.getId()).isEqualTo("r1");
        assertThat(answer.getModelName()).isEqualTo("test");
        assertThat(answer.getParametersOrThrow("tieline_site").getStringParam()).isEqualTo("clinic-berlin");
        assertThat(answer.getParametersOrThrow("tieline_route").getStringParam())
                .isEqualTo("local");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity"})
    void shouldInferACompressedMessage(String encoding) {
        var answer = caller.ask(INFER, rounds(3), CallOptions.DEFAULT.withCompression(encoding));

        assertThat(GrpcCaller.number(answer)).isEqualTo(8);
    }

    /** Serializers may write fields in any order; this one writes the name last, behind more than a beginning. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity"})
    void shouldInferAMessageWhoseNameComesLast(String encoding) {
        var large = rounds(3).toBuilder().clearModelName();
        for (int i = 0; i < 8; i++) {
            large.putParameters(
                    "filler" + i,
                    InferParameter.newBuilder()
                            .setStringParam("x".repeat(16_000))
                            .build());
        }

        var answer = caller.ask(
                GrpcCaller.INFER_BYTES,
                large.build()
                        .toByteString()
                        .concat(ModelInferRequest.newBuilder()
                                .setModelName("test")
                                .build()
                                .toByteString()),
                CallOptions.DEFAULT.withCompression(encoding));

        assertThat(GrpcCaller.number(answer)).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"inputs\":[]}"})
    void shouldSayThatAMessageNamesNoModel(String message) {
        var refusal = caller.refusal(GrpcCaller.INFER_BYTES, ByteString.copyFromUtf8(message));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(trailer(refusal, "tieline-code")).isEqualTo("invalid_request");
        Eventually.until("its place is free", () -> served.door.inside() == 0);
    }

    @Test
    void shouldGiveTypedContentsToWhoAsksForThem() {
        var typed = rounds(3).toBuilder()
                .putParameters(
                        "binary_data_output",
                        InferParameter.newBuilder().setBoolParam(false).build())
                .build();

        var answer = caller.ask(INFER, typed);

        assertThat(answer.getOutputs(0).getContents().getInt64ContentsList()).containsExactly(8L);
        assertThat(answer.getRawOutputContentsCount()).isZero();
    }

    @Test
    void shouldTakeAMessageOfSeveralFramesOfHttp() {
        var large = rounds(3).toBuilder()
                .putParameters(
                        "filler",
                        InferParameter.newBuilder()
                                .setStringParam("x".repeat(16_000))
                                .build())
                .setId("y".repeat(16_000))
                .build();

        assertThat(GrpcCaller.number(caller.ask(INFER, large))).isEqualTo(8);
    }

    @Test
    void shouldRefuseAMessageOverTheLimit() {
        var tooLarge =
                rounds(3).toBuilder().setId("x".repeat(ServedGrpc.MAX_BODY)).build();

        var refusal = caller.refusal(INFER, tooLarge);

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(refusal.getStatus().getDescription()).contains("the limit is 1048576");
        assertThat(trailer(refusal, "tieline-code")).isEqualTo("too_large");
        assertThat(GrpcCaller.number(caller.ask(INFER, rounds(1)))).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"none,''", "test,9", "..%2Fetc,''"})
    void shouldNameAModelThatIsNotThere(String name, String version) {
        var refusal = caller.refusal(
                INFER,
                rounds(3).toBuilder()
                        .setModelName(name)
                        .setModelVersion(version)
                        .build());

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
        assertThat(refusal.getStatus().getDescription()).startsWith("Request for unknown model: '" + name);
        assertThat(trailer(refusal, "tieline-code")).isEqualTo("unknown_model");
    }

    @Test
    void shouldSayWhatIsWrongWithARequest() {
        var refusal =
                caller.refusal(INFER, rounds(3).toBuilder().removeInputs(1).build());

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal.getStatus().getDescription()).contains("the input 'x'", "is missing");
    }

    @Test
    void shouldKeepWhatTheCallerSaysBesideTheMessage() {
        var bad = Map.of("tieline-purpose", "x".repeat(2_000));

        var refusal = org.assertj.core.api.Assertions.catchThrowableOfType(
                io.grpc.StatusRuntimeException.class, () -> caller.ask(INFER, rounds(3), bad));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal.getStatus().getDescription()).contains("What the request says of its data");
    }

    @Test
    void shouldStopTheRunOfACallWhoseDeadlinePasses() {
        var late = org.assertj.core.api.Assertions.catchThrowableOfType(
                io.grpc.StatusRuntimeException.class,
                () -> caller.ask(
                        INFER,
                        rounds(EndlessModel.FOR_EVER),
                        CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS)));

        assertThat(late.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        Eventually.until("the slot is free", () -> served.slots.running() == 0);
    }

    @Test
    void shouldEndACallByItself() {
        var noTime = rounds(EndlessModel.FOR_EVER).toBuilder()
                .putParameters(
                        "timeout", InferParameter.newBuilder().setInt64Param(1).build())
                .build();

        var refusal = caller.refusal(INFER, noTime);

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(trailer(refusal, "tieline-code")).isEqualTo("deadline_exceeded");
    }

    @Test
    void shouldSayWhenToTryAgainWhereThereIsNoRoom() {
        var running = caller.talk(INFER);
        running.say(rounds(EndlessModel.FOR_EVER));
        running.end();
        Eventually.until("the model runs", () -> served.slots.running() == 1);
        var waiting = caller.talk(INFER);
        waiting.say(rounds(EndlessModel.FOR_EVER));
        waiting.end();
        Eventually.until("a call waits", () -> served.slots.queued() == 1);

        var refusal = caller.refusal(INFER, rounds(1));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(trailer(refusal, "tieline-code")).isEqualTo("overloaded");
        assertThat(Integer.parseInt(trailer(refusal, "retry-after"))).isPositive();
        running.cancel();
        waiting.cancel();
    }

    @Test
    void shouldNotReadLongMessagesThatCarryNoTensors() {
        var refusal = caller.refusal(
                METADATA,
                ModelMetadataRequest.newBuilder().setName("x".repeat(70_000)).build());

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void shouldTellOfItself() {
        var metadata = caller.ask(
                inference(
                        "ServerMetadata",
                        ServerMetadataRequest.getDefaultInstance(),
                        ServerMetadataResponse.getDefaultInstance()),
                ServerMetadataRequest.getDefaultInstance());

        assertThat(metadata.getName()).isEqualTo("tieline");
        assertThat(metadata.getExtensionsList()).contains("model_repository", "statistics");
    }

    @Test
    void shouldLiveAndBeReadyAsTheNodeIs() {
        served.ready.set(false);

        var live = caller.ask(
                inference(
                        "ServerLive", ServerLiveRequest.getDefaultInstance(), ServerLiveResponse.getDefaultInstance()),
                ServerLiveRequest.getDefaultInstance());
        var ready = caller.ask(
                inference(
                        "ServerReady",
                        ServerReadyRequest.getDefaultInstance(),
                        ServerReadyResponse.getDefaultInstance()),
                ServerReadyRequest.getDefaultInstance());

        assertThat(live.getLive()).isTrue();
        assertThat(ready.getReady()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"test,'',true", "test,9,false", "none,'',false", "../etc,'',false"})
    void shouldSayWhetherAModelIsReady(String name, String version, boolean ready) {
        var question =
                ModelReadyRequest.newBuilder().setName(name).setVersion(version).build();

        assertThat(caller.ask(MODEL_READY, question).getReady()).isEqualTo(ready);
    }

    @Test
    void shouldDescribeAModel() {
        var metadata = caller.ask(
                METADATA, ModelMetadataRequest.newBuilder().setName("test").build());

        assertThat(metadata.getPlatform()).isEqualTo("onnxruntime_onnx");
        assertThat(metadata.getInputsList())
                .extracting(input -> input.getName())
                .containsExactly("rounds", "x");
        assertThat(metadata.getOutputs(0).getDatatype()).isEqualTo("INT64");
        assertThat(metadata.getOutputs(0).getShapeList()).containsExactly(1L);
    }

    @Test
    void shouldNotDescribeAModelThatIsNotThere() {
        var refusal = caller.refusal(
                METADATA, ModelMetadataRequest.newBuilder().setName("none").build());

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void shouldTellHowAModelIsServed() {
        var config = caller.ask(
                        inference(
                                "ModelConfig",
                                ModelConfigRequest.getDefaultInstance(),
                                ModelConfigResponse.getDefaultInstance()),
                        ModelConfigRequest.newBuilder().setName("test").build())
                .getConfig();

        assertThat(config.getBackend()).isEqualTo("onnxruntime");
        assertThat(config.getMaxBatchSize()).isZero();
        assertThat(config.getInput(0).getDataType()).isEqualTo(DataType.TYPE_INT64);
        assertThat(config.getOutput(0).getDimsList()).containsExactly(1L);
        assertThat(config.getInstanceGroup(0).getCount()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatAModelDid() {
        caller.ask(INFER, rounds(3));
        caller.ask(INFER, rounds(3));

        var statistics = caller.ask(
                inference(
                        "ModelStatistics",
                        ModelStatisticsRequest.getDefaultInstance(),
                        ModelStatisticsResponse.getDefaultInstance()),
                ModelStatisticsRequest.newBuilder().setName("test").build());

        assertThat(statistics.getModelStatsList()).hasSize(1);
        assertThat(statistics.getModelStats(0).getInferenceCount()).isEqualTo(2);
        assertThat(statistics.getModelStats(0).getInferenceStats().getSuccess().getCount())
                .isEqualTo(2);
        assertThat(statistics.getModelStats(0).getLastInference()).isPositive();
        assertThat(statistics.getModelStats(0).getBatchStatsList())
                .singleElement()
                .satisfies(batch -> assertThat(batch.getBatchSize()).isEqualTo(1));
    }

    @Test
    void shouldTellOfNoBatchBeforeOneRan() {
        var none = new Measured(0, 0);
        var failedEarly = new Snapshot(0, 0, 0, none, new Measured(1, 5), none, none, none, none);

        var statistics = ModelMessages.statistics(EndlessModel.manifest().ref(), failedEarly);

        assertThat(statistics.getInferenceStats().getFail().getCount()).isEqualTo(1);
        assertThat(statistics.getBatchStatsList()).isEmpty();
    }

    @Test
    void shouldListTheRepository() {
        var index = inference(
                "RepositoryIndex",
                RepositoryIndexRequest.getDefaultInstance(),
                RepositoryIndexResponse.getDefaultInstance());

        var all = caller.ask(index, RepositoryIndexRequest.getDefaultInstance());
        var ready = caller.ask(
                index, RepositoryIndexRequest.newBuilder().setReady(true).build());

        assertThat(all.getModelsList()).extracting(model -> model.getState()).containsExactly("READY", "UNAVAILABLE");
        assertThat(ready.getModelsList()).extracting(model -> model.getName()).containsExactly("test");
    }

    @Test
    void shouldLoadAndUnload() {
        var unload = inference(
                "RepositoryModelUnload",
                RepositoryModelUnloadRequest.getDefaultInstance(),
                RepositoryModelUnloadResponse.getDefaultInstance());

        caller.ask(LOAD, load("spare"));
        caller.ask(
                unload,
                RepositoryModelUnloadRequest.newBuilder()
                        .setModelName("spare")
                        .putParameters(
                                "unload_dependents",
                                ModelRepositoryParameter.newBuilder()
                                        .setBoolParam(true)
                                        .build())
                        .build());

        assertThat(served.repository.done).containsExactly("load spare", "unload spare");
    }

    @ParameterizedTest
    @CsvSource({
        "managed, FAILED_PRECONDITION, managed",
        "broken, INTERNAL, load_failed",
        "nothing, NOT_FOUND, unknown_model",
        "'', NOT_FOUND, unknown_model",
    })
    void shouldSayWhyAModelIsNotLoaded(String name, Code status, String code) {
        var refusal = caller.refusal(LOAD, load(name));

        assertThat(refusal.getStatus().getCode()).isEqualTo(status);
        assertThat(trailer(refusal, "tieline-code")).isEqualTo(code);
    }

    @Test
    void shouldNotLoadAModelThatComesWithTheRequest() {
        var own = load("spare").toBuilder()
                .putParameters(
                        "config",
                        ModelRepositoryParameter.newBuilder()
                                .setStringParam("{}")
                                .build())
                .build();

        assertThat(caller.refusal(LOAD, own).getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(served.repository.done).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"inference.GRPCInferenceService/SystemSharedMemoryStatus", "inference.Other/Do", "a.B/c"})
    void shouldSayThatAMethodIsNotThere(String name) {
        var method = GrpcCaller.method(
                name,
                MethodDescriptor.MethodType.UNARY,
                ServerLiveRequest.getDefaultInstance(),
                ModelInferResponse.getDefaultInstance());

        var refusal = caller.refusal(method, ServerLiveRequest.getDefaultInstance());

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNIMPLEMENTED);
        assertThat(refusal.getStatus().getDescription()).contains(name);
    }

    private static RepositoryModelLoadRequest load(String name) {
        return RepositoryModelLoadRequest.newBuilder().setModelName(name).build();
    }
}
