package dev.tieline.edge.endpoint.grpc;

import static dev.tieline.edge.endpoint.grpc.GrpcCaller.INFER;
import static dev.tieline.edge.endpoint.grpc.GrpcCaller.inference;
import static dev.tieline.edge.endpoint.grpc.GrpcCaller.rounds;
import static dev.tieline.edge.endpoint.grpc.GrpcCaller.trailer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.web.HostNames;
import dev.tieline.edge.endpoint.HeadRules;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerLiveRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ServerLiveResponse;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers hear over gRPC from a node whose port is open before it has started. */
class StartingGrpcTest {
    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;
    private GrpcCaller caller;

    @BeforeEach
    void serve() throws Exception {
        var router = Router.router(vertx);
        GrpcEndpoint.hold(router, new HeadRules(HostNames.of("hosts", List.of())), () -> false);
        router.route("/v2").handler(context -> context.end("http"));
        server = vertx.createHttpServer(
                        new HttpServerOptions().setInitialSettings(new Http2Settings().setMaxHeaderListSize(64 << 10)))
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        caller = new GrpcCaller(server.actualPort());
    }

    @AfterEach
    void stop() {
        caller.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldTellCallersToComeAgain() {
        var refusal = caller.refusal(INFER, rounds(1));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(refusal.getStatus().getDescription()).contains("starting");
        assertThat(trailer(refusal, "tieline-code")).isEqualTo("model_not_ready");
        assertThat(trailer(refusal, "grpc-retry-pushback-ms")).isEqualTo("1000");
    }

    @Test
    void shouldSayOfTooMuchMetadataWhatClientsUnderstand() {
        var refusal = Assertions.catchThrowableOfType(
                StatusRuntimeException.class,
                () -> caller.ask(INFER, rounds(1), Map.of("padding", "x".repeat(HeadRules.HEADERS))));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(refusal.getStatus().getDescription()).contains("16384");
        assertThat(trailer(refusal, "tieline-code")).isEqualTo("headers_too_large");
    }

    @Test
    void shouldRefuseACallOfAPageOfSomebodyElse() {
        var refusal = Assertions.catchThrowableOfType(
                StatusRuntimeException.class,
                () -> caller.ask(INFER, rounds(1), Map.of("origin", "https://evil.example")));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(trailer(refusal, "tieline-code")).isEqualTo("forbidden_origin");
    }

    @Test
    void shouldNotCareByWhichNameACallCame() {
        try (var named = new GrpcCaller(server.actualPort(), "edge-7.plant.example")) {
            assertThat(named.refusal(INFER, rounds(1)).getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        }
    }

    @Test
    void shouldLive() {
        var live = caller.ask(
                inference(
                        "ServerLive", ServerLiveRequest.getDefaultInstance(), ServerLiveResponse.getDefaultInstance()),
                ServerLiveRequest.getDefaultInstance());

        assertThat(live.getLive()).isTrue();
    }

    @Test
    void shouldLetOtherRequestsOn() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/v2"));

            assertThat(client.send(request.build(), BodyHandlers.ofString()).body())
                    .isEqualTo("http");
        }
    }
}
