package dev.tieline.edge.endpoint.http;

import dev.tieline.devices.twin.Routes;
import dev.tieline.devices.web.HostNames;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.edge.admission.Reachability;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.dispatch.InferenceDispatcher;
import dev.tieline.edge.endpoint.CallDefaults;
import dev.tieline.edge.endpoint.CallReader;
import dev.tieline.edge.endpoint.EntranceBounds;
import dev.tieline.edge.endpoint.Fixture;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.HeadRules;
import dev.tieline.edge.endpoint.VisitLog;
import dev.tieline.edge.offload.DispatchResult;
import dev.tieline.edge.offload.LastResort;
import dev.tieline.edge.offload.OffloadResult;
import dev.tieline.edge.offload.Offloading;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint on a port of its own, with one run slot, a queue of one and the model {@code test}, which runs until it is
 * stopped. Where it may offload, the other node never answers.
 */
final class ServedEndpoint implements Fixture {
    final RunSlots slots = new RunSlots(1, 1);
    final ModelRegistry models = Fixture.endlessModel();
    final FrontDoor door;
    final SilentNode elsewhere = new SilentNode();
    final FakeRepository repository = new FakeRepository();
    final FakeHealth health = new FakeHealth();
    /** The clock that results grow old on. */
    final FakeTicker age = new FakeTicker();
    /** The longest body, in bytes. */
    static final int MAX_BODY = 1 << 20;
    /** How many bytes all requests may hold. */
    static final long ROOM = 64 << 20;
    /** How many results are kept, and how many bytes of them. */
    static final ResultBounds RESULTS = new ResultBounds(Duration.ofMinutes(10), 3, 64 << 10);

    /** The header of a request that reaches its endpoint only once its caller has gone. */
    static final String LATE = "late";

    final AtomicInteger lateCalls = new AtomicInteger();
    final AtomicInteger lateBegun = new AtomicInteger();

    final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    final Router routes;

    /**
     * Serves.
     *
     * @param routed whether a route leads to another node
     */
    ServedEndpoint(int maxRequests, boolean routed) {
        this(maxRequests, routed, Duration.ofMinutes(5));
    }

    /**
     * Serves.
     *
     * @param routed whether a route leads to another node
     * @param bodyTime how long a body may take
     */
    ServedEndpoint(int maxRequests, boolean routed, Duration bodyTime) {
        var codec = new OipCodec(OipLimits.DEFAULT);
        var knowledge = knowledge(routed);
        var policy = World.decisionPoint(World.CLINIC, knowledge);
        var serving = World.serving(System::nanoTime);
        var dispatcher = new InferenceDispatcher(new InferenceDispatcher.Parts(
                World.CLINIC, World.admission(World.CLINIC, knowledge), policy, models, slots, serving, elsewhere));
        var defaults = new CallDefaults(DataLabel.PUBLIC, Duration.ofMinutes(5), Duration.ofMinutes(5));
        var calls = new CallReader(codec, System::nanoTime, new Random(1), defaults, models::manifest);
        var router = Router.router(vertx);
        door = new FrontDoor(
                calls, dispatcher, requests, new EntranceBounds(maxRequests, ROOM), Tracing.off(), VisitLog.NONE);
        HttpEndpoint.hold(router, new HeadRules(HostNames.of("tieline.serving.hosts", List.of("x"))), () -> true);
        router.route().order(Integer.MIN_VALUE).handler(this::late);
        new HttpEndpoint(new HttpEndpoint.Parts(
                        codec,
                        door,
                        models,
                        serving.statistics(),
                        repository,
                        health,
                        age,
                        new Random(7),
                        MAX_BODY,
                        bodyTime,
                        RESULTS))
                .mount(router);
        routes = router;
        // The limits of the head are those of application.properties.
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setMaxInitialLineLength(16 << 10)
                        .setMaxHeaderSize(32 << 10))
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private void late(RoutingContext context) {
        if (!context.request().headers().contains(LATE)) {
            context.next();
            return;
        }
        context.request().pause();
        context.response().closeHandler(gone -> {
            context.next();
            context.request().resume();
            lateBegun.incrementAndGet();
        });
        lateCalls.incrementAndGet();
    }

    int port() {
        return server.actualPort();
    }

    /** Where a path of it is. */
    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() {
        requests.shutdownNow();
        slots.close();
        models.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Knowledge knowledge(boolean routed) {
        var known = World.knowledge();
        var routes = routed ? Routes.of(1, Map.of(ModelName.of("test"), List.of(World.FRANKFURT))) : Routes.none();
        return new Knowledge(known.sites(), known.policy(), routes);
    }

    /** A node elsewhere that takes work and says nothing, until whoever waits for it is interrupted. */
    static final class SilentNode implements Offloading {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);

        @Override
        public @Nullable InferenceError obstacle(InferenceCall call) {
            return null;
        }

        @Override
        public Reachability reachability() {
            return Reachability.unobstructed();
        }

        @Override
        public OffloadResult offload(InferenceCall call, List<Candidate> candidates, @Nullable LastResort here) {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
            }
            throw call.cancelled();
        }

        @Override
        public DispatchResult dispatch(InferenceCall call) {
            throw new IllegalStateException("the site book names no controller");
        }
    }
}
