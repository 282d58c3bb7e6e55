package dev.tieline.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.web.HostNames;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
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
        ApiEndpoint.hold(router, HostNames.of("tieline.controller.hosts", List.of()), ready::get);
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

    @Test
    void shouldNotObeyAPageOfSomebodyElse() throws Exception {
        var router = Router.router(vertx);
        ApiEndpoint.hold(router, HostNames.of("tieline.controller.hosts", List.of()), () -> true);
        router.route().handler(context -> context.end("here"));
        var port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .actualPort();

        var page = get(port, "Origin", "https://evil.example");
        var program = get(port, "Tieline-Source", "a.yaml");

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).startsWith("{\"error\":").contains("evil.example");
        assertThat(program.body()).isEqualTo("here");
    }

    private HttpResponse<String> get(int port, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/models"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
