package dev.tieline.edge.endpoint.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.Http2Frames;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.Future;
import io.vertx.core.http.GoAway;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the guard of streams does on connections of a real server. */
class StreamGuardTest {
    private static final int STREAMS = 10;

    @RegisterExtension
    private final GuardedServer server = new GuardedServer(10, (long) STREAMS * OpenStreams.STREAM_BYTES);

    private HttpClient heavy;
    private HttpClient light;

    @BeforeEach
    void serve() throws Exception {
        heavy = server.client();
        light = server.client();
    }

    @Test
    void shouldCloseTheConnectionWhoseStreamsTakeMostAndSayWhy() throws Exception {
        var told = new CompletableFuture<GoAway>();
        for (int i = 0; i < STREAMS; i++) {
            var unused = request(heavy, "/later").compose(request -> {
                request.connection().goAwayHandler(told::complete);
                return request.send();
            });
        }
        Eventually.until("its streams are open", () -> server.waiting.get() == STREAMS);
        assertThat(server.streams.closed()).isZero();

        var answer = ask(light, "/short");

        assertThat(answer).isEqualTo("short");
        assertThat(server.streams.closed()).isEqualTo(1);
        var goAway = told.get(60, TimeUnit.SECONDS);
        assertThat(goAway.getErrorCode()).isEqualTo(Http2Error.ENHANCE_YOUR_CALM.code());
        assertThat(goAway.getDebugData().toString()).contains("take too much memory");
        Eventually.until("the other one is left", () -> server.guard.open() == 1);
        assertThat(ask(light, "/short")).isEqualTo("short");
    }

    @Test
    void shouldServeNoMoreOnAConnectionThatHasToGoItself() throws Exception {
        for (int i = 0; i <= STREAMS; i++) {
            var unused = request(heavy, "/later").compose(HttpClientRequest::send);
        }

        Eventually.until("it is told to go", () -> server.streams.closed() == 1);
        Eventually.until("it is gone", () -> server.guard.open() == 0);
        assertThat(server.waiting).hasValue(STREAMS);
    }

    @Test
    void shouldCountWhatAnotherThreadAnswersAndNobodyTakes() throws Exception {
        assertThat(GuardedServer.PAGE).isGreaterThan(STREAMS * OpenStreams.STREAM_BYTES);
        try (var caller = new Wire(server.port())) {
            caller.say(Http2Frames.preface(0).get(1, "/worker"));

            Eventually.until("it is told to go", () -> server.streams.closed() == 1);
        }
    }

    @Test
    void shouldNotCountStreamsThatHaveEnded() throws Exception {
        for (int i = 0; i < 3 * STREAMS; i++) {
            assertThat(ask(light, "/short")).isEqualTo("short");
        }

        assertThat(server.streams.closed()).isZero();
        assertThat(server.guard.open()).isEqualTo(1);
    }

    private Future<HttpClientRequest> request(HttpClient client, String path) {
        return client.request(HttpMethod.GET, server.port(), "127.0.0.1", path);
    }

    private String ask(HttpClient client, String path) throws Exception {
        return request(client, path)
                .compose(request -> request.send().compose(HttpClientResponse::body))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .toString();
    }
}
