package dev.tieline.edge.endpoint.grpc;

import static dev.tieline.edge.endpoint.grpc.GrpcCaller.inference;
import static dev.tieline.edge.endpoint.grpc.GrpcCaller.trailer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.endpoint.Protocol;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelStatisticsRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelStatisticsResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryIndexRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryIndexResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryModelLoadRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryModelLoadResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerLiveRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerLiveResponse;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What takes its time: it has a place and a thread of its own, and ends with the node. */
class GrpcTasksTest {
    private static final MethodDescriptor<RepositoryIndexRequest, RepositoryIndexResponse> INDEX = inference(
            "RepositoryIndex",
            RepositoryIndexRequest.getDefaultInstance(),
            RepositoryIndexResponse.getDefaultInstance());
    private static final MethodDescriptor<ServerLiveRequest, ServerLiveResponse> LIVE =
            inference("ServerLive", ServerLiveRequest.getDefaultInstance(), ServerLiveResponse.getDefaultInstance());

    @RegisterExtension
    private final ServedGrpc served = new ServedGrpc(1, 10);

    @RegisterExtension
    private final GrpcCaller caller = new GrpcCaller(served.port());

    @AfterEach
    void close() {
        served.repository.leave.countDown();
    }

    @Test
    void shouldHaveAPlaceInTheNodeUntilItIsAnswered() throws Exception {
        var load = inference(
                "RepositoryModelLoad",
                RepositoryModelLoadRequest.getDefaultInstance(),
                RepositoryModelLoadResponse.getDefaultInstance());
        var slow = RepositoryModelLoadRequest.newBuilder().setModelName("slow").build();
        var loaded = CompletableFuture.supplyAsync(() -> caller.ask(load, slow));
        assertThat(served.repository.begun.await(60, TimeUnit.SECONDS)).isTrue();

        assertThat(served.door.inside()).isEqualTo(1);

        served.repository.leave.countDown();
        loaded.get(60, TimeUnit.SECONDS);
        Eventually.until("the place is free", () -> served.door.inside() == 0);
    }

    @Test
    void shouldKeepThePlaceOfACallerWhoGoesUntilTheWorkIsDone() throws Exception {
        var load = inference(
                "RepositoryModelLoad",
                RepositoryModelLoadRequest.getDefaultInstance(),
                RepositoryModelLoadResponse.getDefaultInstance());
        var call = caller.talk(load);
        call.say(RepositoryModelLoadRequest.newBuilder().setModelName("slow").build());
        call.end();
        assertThat(served.repository.begun.await(60, TimeUnit.SECONDS)).isTrue();

        call.cancel();

        caller.ask(LIVE, ServerLiveRequest.getDefaultInstance()); // on the same connection, so after it
        assertThat(served.door.inside()).isEqualTo(1);
        served.repository.leave.countDown();
        Eventually.until("the place is free", () -> served.door.inside() == 0);
    }

    @Test
    void shouldHaveItsPlaceBeforeItsMessageHasCome() throws Exception {
        var call =
                caller.talk(INDEX.toBuilder().setType(MethodType.BIDI_STREAMING).build());
        Eventually.until("it has a place", () -> served.door.inside() == 1);

        call.say(RepositoryIndexRequest.getDefaultInstance());
        call.end();

        assertThat(call.hear().getModelsCount()).isEqualTo(2);
        Eventually.until("the place is free", () -> served.door.inside() == 0);
    }

    @Test
    void shouldRefuseAnIndexForWhichThereIsNoPlace() {
        while (served.door.enter(Protocol.GRPC).isPresent()) {
            // until all are taken
        }

        var refusal = caller.refusal(INDEX, RepositoryIndexRequest.getDefaultInstance());

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(trailer(refusal, "tieline-code")).isEqualTo("overloaded");
    }

    /** The statistics of many models are written on a thread that may take its time, of which there are none then. */
    @Test
    void shouldNotTellStatisticsOnTheEventLoop() {
        var statistics = inference(
                "ModelStatistics",
                ModelStatisticsRequest.getDefaultInstance(),
                ModelStatisticsResponse.getDefaultInstance());
        var question = ModelStatisticsRequest.getDefaultInstance();
        assertThat(caller.ask(statistics, question).getModelStatsCount()).isEqualTo(1);

        served.requests.shutdown();

        assertThat(caller.refusal(statistics, question).getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void shouldNotHoldTheNodeLongerThanRequestsMayTake() throws Exception {
        var load = inference(
                "RepositoryModelLoad",
                RepositoryModelLoadRequest.getDefaultInstance(),
                RepositoryModelLoadResponse.getDefaultInstance());
        var slow = RepositoryModelLoadRequest.newBuilder().setModelName("slow").build();
        CompletableFuture<StatusRuntimeException> refused =
                CompletableFuture.supplyAsync(() -> caller.refusal(load, slow));
        assertThat(served.repository.begun.await(60, TimeUnit.SECONDS)).isTrue();

        served.requests.shutdownNow();

        assertThat(served.requests.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        var refusal = refused.get(60, TimeUnit.SECONDS);
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(trailer(refusal, "tieline-code")).isEqualTo("model_not_ready");
        assertThat(served.repository.done).isEmpty();
    }
}
