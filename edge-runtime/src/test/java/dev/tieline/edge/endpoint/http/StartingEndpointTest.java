package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.web.HostNames;
import dev.tieline.edge.endpoint.HeadRules;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers hear from a node whose port is open before it has started. */
class StartingEndpointTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicBoolean started = new AtomicBoolean();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        var router = Router.router(vertx);
        HttpEndpoint.hold(router, new HeadRules(HostNames.of("hosts", List.of())), started::get);
        router.post("/v2/models/:model/infer").handler(context -> context.end("served"));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldTellCallersToComeAgainWhileItStarts() throws Exception {
        var answer = ask(post("/v2/models/simple/infer"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.body()).contains("\"code\":\"model_not_ready\"", "starting");
    }

    @Test
    void shouldNotBeReadyWhileItStarts() throws Exception {
        assertThat(ask(get("/v2/health/ready")).statusCode()).isEqualTo(503);
    }

    @Test
    void shouldLiveWhileItStarts() throws Exception {
        assertThat(ask(get("/v2/health/live")).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldServeOnceItHasStarted() throws Exception {
        started.set(true);

        assertThat(ask(post("/v2/models/simple/infer")).body()).isEqualTo("served");
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder post(String path) {
        return HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString("{}"));
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }
}
