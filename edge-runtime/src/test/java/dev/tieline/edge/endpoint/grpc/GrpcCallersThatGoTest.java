package dev.tieline.edge.endpoint.grpc;

import static dev.tieline.edge.endpoint.grpc.GrpcCaller.INFER;
import static dev.tieline.edge.endpoint.grpc.GrpcCaller.STREAM;
import static dev.tieline.edge.endpoint.grpc.GrpcCaller.rounds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.models.generated.EndlessModel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callers that go before their answer, or never say what they want: what they held is free for the next. */
class GrpcCallersThatGoTest {
    @RegisterExtension
    private final ServedGrpc served = new ServedGrpc(1, 3, Duration.ofMillis(300));

    @Test
    void shouldStopTheRunOfACallThatIsCancelled() throws Exception {
        try (var caller = new GrpcCaller(served.port())) {
            var talk = caller.talk(INFER);
            talk.say(rounds(EndlessModel.FOR_EVER));
            talk.end();
            Eventually.until("the model runs", () -> served.slots.running() == 1);

            talk.cancel();

            Eventually.until("the slot is free", () -> served.slots.running() == 0);
            assertThat(GrpcCaller.number(caller.ask(INFER, rounds(3)))).isEqualTo(8);
        }
    }

    @Test
    void shouldStopTheRunOfACallerWhoseConnectionEnds() {
        try (var caller = new GrpcCaller(served.port())) {
            var talk = caller.talk(INFER);
            talk.say(rounds(EndlessModel.FOR_EVER));
            talk.end();
            Eventually.until("the model runs", () -> served.slots.running() == 1);
        }

        Eventually.until("the slot is free", () -> served.slots.running() == 0);
    }

    @Test
    void shouldStopEveryRunOfAStreamThatIsCancelled() throws Exception {
        try (var caller = new GrpcCaller(served.port())) {
            var talk = caller.talk(STREAM);
            talk.say(rounds(EndlessModel.FOR_EVER));
            talk.say(rounds(EndlessModel.FOR_EVER));
            Eventually.until("one runs and one waits", () -> served.slots.running() == 1 && served.slots.queued() == 1);

            talk.cancel();

            Eventually.until("all is free", () -> served.slots.running() == 0 && served.slots.queued() == 0);
            assertThat(GrpcCaller.number(caller.ask(INFER, rounds(3)))).isEqualTo(8);
        }
    }

    @Test
    void shouldLeaveTheEntranceWhenCallersGoBeforeTheirMessage() throws Exception {
        for (int i = 0; i < 10; i++) {
            try (var caller = new GrpcCaller(served.port())) {
                caller.talk(INFER);
            }
        }

        try (var caller = new GrpcCaller(served.port())) {
            Eventually.until("the next is served", () -> isServed(caller));
        }
    }

    @Test
    void shouldForgetAStreamWhoseCallerWentBeforeItBegan() throws Exception {
        try (var caller = new GrpcCaller(served.port())) {
            var talk = caller.talk(STREAM, Map.of(ServedGrpc.LATE, "yes"));
            Eventually.until("it has come", () -> served.lateCalls.get() == 1);

            talk.cancel();

            Eventually.until(
                    "it has begun and ended", () -> served.lateBegun.get() == 1 && served.endpoint.lasting() == 0);
            assertThat(GrpcCaller.number(caller.ask(INFER, rounds(3)))).isEqualTo(8);
        }
    }

    @Test
    void shouldNotWaitForEverForAMessage() throws Exception {
        var vertx = Vertx.vertx();
        try {
            var client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            var status = new CompletableFuture<String>();

            client.request(HttpMethod.POST, served.port(), "127.0.0.1", "/inference.GRPCInferenceService/ModelInfer")
                    .onSuccess(request -> {
                        request.response()
                                .onSuccess(answer -> status.complete(answer.getHeader("grpc-status")))
                                .onFailure(status::completeExceptionally);
                        request.putHeader("content-type", "application/grpc")
                                .putHeader("te", "trailers")
                                .setChunked(true)
                                .write(io.vertx.core.buffer.Buffer.buffer(new byte[] {0, 0, 0, 0, 99, 10}));
                    })
                    .onFailure(status::completeExceptionally);

            assertThat(status.get(60, TimeUnit.SECONDS)).isEqualTo("4");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
        try (var caller = new GrpcCaller(served.port())) {
            assertThat(GrpcCaller.number(caller.ask(INFER, rounds(3)))).isEqualTo(8);
        }
    }

    private static boolean isServed(GrpcCaller caller) {
        try {
            return GrpcCaller.number(caller.ask(INFER, rounds(1))) == 2;
        } catch (io.grpc.StatusRuntimeException e) {
            return false;
        }
    }
}
