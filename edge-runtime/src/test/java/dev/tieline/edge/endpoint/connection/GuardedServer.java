package dev.tieline.edge.endpoint.connection;

import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.endpoint.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a port of its own, whose connections come in by gates. */
final class GuardedServer implements Fixture {
    /** More than sockets hold. */
    static final int LONG = 32 << 20;
    /** The length of an answer that is written by another thread than that of its connection. */
    static final int PAGE = 100_000;

    final FakeTicker ticker = new FakeTicker();
    final ConnectionGuard guard;
    final StreamGuard streams;
    /** How many answers of {@code /long} were written. */
    final AtomicInteger written = new AtomicInteger();
    /** The request to {@code /unread}, once it was answered. */
    final CompletableFuture<HttpServerRequest> unread = new CompletableFuture<>();
    /** When requests to {@code /later} are answered. */
    final CompletableFuture<Void> later = new CompletableFuture<>();
    /** How many of them came. */
    final AtomicInteger waiting = new AtomicInteger();
    /** How many requests to {@code /closing} were told that their connection ends. */
    final AtomicInteger closing = new AtomicInteger();

    /** How many requests to {@code /gone} came, which are handled only once their callers have gone. */
    final AtomicInteger late = new AtomicInteger();
    /** How many of them were handled. */
    final AtomicInteger gone = new AtomicInteger();

    final Router routes;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    /** A server with room for so many connections, 10 s for a head and a minute to be idle. */
    GuardedServer(int connections) {
        this(connections, 1 << 20);
    }

    /** As {@link #GuardedServer(int)}, whose streams of HTTP/2 may take so many bytes. */
    GuardedServer(int connections, long streamBytes) {
        guard = new ConnectionGuard(
                new ConnectionLimits(connections, Duration.ofSeconds(10), Duration.ofSeconds(60), 1 << 20), ticker);
        AcceptedConnections.guardedBy(guard);
        routes = Router.router(vertx);
        guard.watch(routes);
        streams = new StreamGuard(streamBytes);
        streams.watch(routes);
        routes.get("/short").handler(context -> context.end("short"));
        routes.get("/long").handler(context -> {
            context.end(Buffer.buffer(new byte[LONG]));
            written.incrementAndGet();
        });
        routes.get("/worker").blockingHandler(context -> context.end(Buffer.buffer(new byte[PAGE])));
        routes.get("/later").handler(context -> {
            waiting.incrementAndGet();
            var unused = later.thenRun(() -> context.end("later"));
        });
        routes.post("/unread").handler(context -> {
            context.request().pause();
            context.response().setStatusCode(404).end("refused").onComplete(end -> unread.complete(context.request()));
        });
        routes.post("/closing").handler(context -> {
            context.request().pause();
            context.response().setStatusCode(408).end("too slow");
            context.request().connection().close();
            closing.incrementAndGet();
        });
        server = vertx.createHttpServer(new HttpServerOptions().setMaxHeaderSize(32 << 10))
                .requestHandler(request -> {
                    if ("/gone".equals(request.path())) {
                        request.response().closeHandler(gone -> {
                            routes.handle(request);
                            this.gone.incrementAndGet();
                        });
                        late.incrementAndGet();
                    } else {
                        routes.handle(request);
                    }
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    /** A client that speaks HTTP/2 from its first byte. */
    HttpClient client() {
        return vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    int port() {
        return server.actualPort();
    }

    /** How many were closed for that reason. */
    long closed(String reason) {
        return guard.closed().getOrDefault(reason, () -> 0).getAsLong();
    }

    /** Servers that others start in this process are none of the guard's. */
    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        AcceptedConnections.guardedByNobody();
    }
}
