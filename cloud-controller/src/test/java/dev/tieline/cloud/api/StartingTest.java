package dev.tieline.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartingTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() throws Exception {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldAskCallersToWaitUntilTheControllerIsReady() throws Exception {
        var ready = new AtomicBoolean();
        var router = Router.router(vertx);
        ApiEndpoint.hold(router, ready::get);
        router.route().handler(context -> context.end("here"));
        var port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .actualPort();

        var early = get(port);
        ready.set(true);
        var late = get(port);

        assertThat(early.statusCode()).isEqualTo(503);
        assertThat(early.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(early.body()).isEqualTo("{\"error\":\"The controller is starting. Maybe ask again in a moment\"}");
        assertThat(late.body()).isEqualTo("here");
    }

    private HttpResponse<String> get(int port) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/models"))
                        .build(),
                BodyHandlers.ofString());
    }
}
