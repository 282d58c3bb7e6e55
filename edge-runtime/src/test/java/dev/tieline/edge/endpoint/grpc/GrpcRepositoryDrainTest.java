package dev.tieline.edge.endpoint.grpc;

import static dev.tieline.edge.endpoint.grpc.GrpcCaller.inference;
import static dev.tieline.edge.endpoint.grpc.GrpcCaller.trailer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryModelLoadRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryModelLoadResponse;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is being loaded while the node goes. */
class GrpcRepositoryDrainTest {
    @TempDir
    Path folder;

    private ServedGrpc served;
    private GrpcCaller caller;

    @BeforeEach
    void serve() throws Exception {
        served = new ServedGrpc(folder, 1, 10);
        caller = new GrpcCaller(served.port());
    }

    @AfterEach
    void close() {
        served.repository.leave.countDown();
        caller.close();
        served.close();
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
