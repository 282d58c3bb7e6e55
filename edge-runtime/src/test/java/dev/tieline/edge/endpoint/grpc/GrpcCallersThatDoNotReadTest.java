package dev.tieline.edge.endpoint.grpc;

import static dev.tieline.edge.endpoint.grpc.GrpcCaller.INFER;
import static dev.tieline.edge.endpoint.grpc.GrpcCaller.rounds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.MessageLite;
import dev.tieline.devices.testing.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers whose window is closed: what they are told waits in the node, but not for ever. */
class GrpcCallersThatDoNotReadTest {
    private static final int PLACES = 3;

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private HttpClient client;
    private ServedGrpc served;

    @BeforeEach
    void serve() {
        served = new ServedGrpc(1, PLACES, Duration.ofMillis(300));
        client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setInitialSettings(new Http2Settings().setInitialWindowSize(0)));
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        served.close();
    }

    @Test
    void shouldNotKeepThePlacesOfAStreamForEver() throws Exception {
        var stream = open("ModelStreamInfer");
        for (int i = 0; i < PLACES; i++) {
            stream.write(framed(rounds(1)));
        }

        assertThatItIsReset();
        assertThatAllPlacesAreFree();
    }

    @Test
    void shouldNotKeepASingleAnswerForEver() throws Exception {
        open("ModelInfer").end(framed(rounds(1)));

        assertThatItIsReset();
        assertThatAllPlacesAreFree();
    }

    @Test
    void shouldKeepThePlaceOfASingleAnswerUntilItHasLeft() throws Exception {
        served.close();
        served = new ServedGrpc(1, PLACES);
        open("ModelInfer").end(framed(rounds(1)));

        Eventually.until(
                "it was answered",
                () -> served.slots.running() == 0 && served.successes() == 1 && served.door.inside() == 1);

        vertx.close().toCompletionStage().toCompletableFuture().join();
        assertThatAllPlacesAreFree();
    }

    @Test
    void shouldEndAStreamThatFailedThoughItsEndDoesNotLeave() throws Exception {
        var stream = open("ModelStreamInfer");
        stream.write(framed(rounds(1)));
        Eventually.until("it was answered", () -> served.successes() == 1);
        stream.write(Buffer.buffer("no frame")); // and never an end

        assertThatItIsReset();
        assertThatAllPlacesAreFree();
    }

    @Test
    void shouldGoThoughAStreamDoesNotTakeItsAnswers() throws Exception {
        open("ModelStreamInfer").write(framed(rounds(1)));
        Eventually.until("it was answered", () -> served.successes() == 1);

        served.endpoint.drain();

        assertThatItIsReset();
        Eventually.until("none lasts", () -> served.endpoint.lasting() == 0);
    }

    private void assertThatItIsReset() {
        assertThatThrownBy(() -> end.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(StreamResetException.class);
    }

    private void assertThatAllPlacesAreFree() {
        Eventually.until("all places are free", () -> served.door.inside() == 0);
        try (var other = new GrpcCaller(served.port())) {
            assertThat(GrpcCaller.number(other.ask(INFER, rounds(3)))).isEqualTo(8);
        }
    }

    private HttpClientRequest open(String method) throws Exception {
        var request = client.request(
                        HttpMethod.POST, served.port(), "127.0.0.1", "/inference.GRPCInferenceService/" + method)
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        request.response()
                .onSuccess(response ->
                        response.exceptionHandler(end::completeExceptionally).endHandler(ended -> end.complete(null)))
                .onFailure(end::completeExceptionally);
        return request.putHeader("content-type", "application/grpc")
                .putHeader("te", "trailers")
                .setChunked(true);
    }

    private static Buffer framed(MessageLite message) {
        var bytes = message.toByteArray();
        return Buffer.buffer().appendByte((byte) 0).appendInt(bytes.length).appendBytes(bytes);
    }
}
