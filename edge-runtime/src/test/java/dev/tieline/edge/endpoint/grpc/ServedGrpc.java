package dev.tieline.edge.endpoint.grpc;

import dev.tieline.edge.World;
import dev.tieline.edge.dispatch.InferenceDispatcher;
import dev.tieline.edge.endpoint.CallDefaults;
import dev.tieline.edge.endpoint.CallReader;
import dev.tieline.edge.endpoint.EntranceBounds;
import dev.tieline.edge.endpoint.Fixture;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.VisitLog;
import dev.tieline.edge.offload.Offloading;
import dev.tieline.edge.serving.LocalServing;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The gRPC form on a port of its own, with one run slot and the model {@code test}, which runs until it is stopped. */
final class ServedGrpc implements Fixture {
    static final int MAX_BODY = 1 << 20;
    /** How many bytes all requests may hold. */
    static final long ROOM = 64 << 20;

    final RunSlots slots;
    final ModelRegistry models = Fixture.endlessModel();
    final PaperRepository repository = new PaperRepository();
    final AtomicBoolean ready = new AtomicBoolean(true);
    final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    final FrontDoor door;
    final GrpcEndpoint endpoint;
    /** The header of a call that reaches its endpoint only once its caller has gone. */
    static final String LATE = "late";

    final AtomicInteger lateCalls = new AtomicInteger();
    final AtomicInteger lateBegun = new AtomicInteger();

    private final LocalServing serving = World.serving(System::nanoTime);
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    ServedGrpc(int queue, int maxRequests) {
        this(queue, maxRequests, Duration.ofMinutes(5));
    }

    /**
     * Serves.
     *
     * @param queue how many calls may wait for the slot
     * @param messageTime how long a message may take to come
     */
    ServedGrpc(int queue, int maxRequests, Duration messageTime) {
        slots = new RunSlots(1, queue);
        var limits = OipLimits.DEFAULT.withMaxBodyBytes(MAX_BODY);
        var knowledge = World.knowledge();
        var dispatcher = new InferenceDispatcher(new InferenceDispatcher.Parts(
                World.CLINIC,
                World.admission(World.CLINIC, knowledge),
                World.decisionPoint(World.CLINIC, knowledge),
                models,
                slots,
                serving,
                Offloading.none("this is a test")));
        var defaults = new CallDefaults(DataLabel.PUBLIC, Duration.ofMinutes(5), Duration.ofMinutes(5));
        var calls = new CallReader(new OipCodec(limits), System::nanoTime, new Random(1), defaults, models::manifest);
        door = new FrontDoor(
                calls, dispatcher, requests, new EntranceBounds(maxRequests, ROOM), Tracing.off(), VisitLog.NONE);
        endpoint = new GrpcEndpoint(new GrpcEndpoint.Parts(
                limits,
                door,
                System::nanoTime,
                models,
                repository,
                serving.statistics(),
                ready::get,
                requests,
                messageTime));
        var router = Router.router(vertx);
        router.route().handler(routing -> {
            if (routing.request().headers().contains(LATE)) {
                lateCalls.incrementAndGet();
                routing.response().closeHandler(gone -> {
                    routing.next();
                    lateBegun.incrementAndGet();
                });
            } else {
                routing.next();
            }
        });
        endpoint.mount(router);
        router.route()
                .last()
                .handler(context -> context.response().setStatusCode(404).end("not found"));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    /** How often the model has answered. */
    long successes() {
        return serving.statistics().all().values().stream()
                .mapToLong(did -> did.success().count())
                .sum();
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        requests.shutdownNow();
        slots.close();
        models.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
