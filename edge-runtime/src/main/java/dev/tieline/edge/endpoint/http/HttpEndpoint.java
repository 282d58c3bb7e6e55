package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.HeadRules;
import dev.tieline.edge.endpoint.Health;
import dev.tieline.edge.endpoint.ServerIdentity;
import dev.tieline.edge.repository.ModelRepository;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.ModelStatistics;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The paths of the protocol's REST form (Open Inference Protocol v2, {@code inference_rest.md}) and of its extensions,
 * each feature's in a class of its own.
 *
 * <p>Health answers on the event loop. An inference moves to a thread of its own as soon as its body is
 * complete, since decoding takes time too; what reads files, waits for a model or tells much runs on threads that may block. A body
 * that takes too long loses its connection, and with it its place in the node.
 */
public final class HttpEndpoint {
    private static final List<String> EXTENSIONS = Stream.concat(
                    ServerIdentity.EXTENSIONS.stream(), Stream.of("tieline_respond_async"))
            .toList();
    /** What is asked of a repository is a handful of parameters. */
    private static final int MAX_REPOSITORY_BODY = 64 << 10;

    /** How long the answers of a node that has not started may take to leave. */
    private static final Duration HELD = Duration.ofSeconds(30);

    private static final String MODEL = "/v2/models/:model";
    private static final String VERSION = MODEL + "/versions/:version";

    private final Parts parts;
    private final Answers answers;

    /**
     * What the endpoint works with.
     *
     * @param ticker the clock that the age of results is counted on
     * @param random makes the ids of results, which nobody must guess
     * @param bodyTime how long after its head the body of a request may take to be complete, and how long an answer may
     *     take to leave; at least 1 ms
     */
    public record Parts(
            OipCodec codec,
            FrontDoor door,
            ModelRegistry models,
            ModelStatistics statistics,
            ModelRepository repository,
            Health health,
            Ticker ticker,
            RandomGenerator random,
            int maxBodyBytes,
            Duration bodyTime,
            ResultBounds results) {}

    public HttpEndpoint(Parts parts) {
        this.parts = parts;
        this.answers = new Answers(parts.codec, parts.bodyTime);
    }

    /**
     * Answers for a node whose port is open and that has not started: it lives, and everything else is told to come
     * again. Whatever is not loaded yet must not be taken for a model that there is not. Checks the heads of all
     * requests, then and later.
     *
     * @param rules what holds for the heads
     * @param started whether it has
     */
    public static void hold(Router router, HeadRules rules, BooleanSupplier started) {
        var answers = new Answers(new OipCodec(OipLimits.DEFAULT), HELD);
        router.route().order(Integer.MIN_VALUE).handler(new HeadCheck(rules, answers)::check);
        for (var path : new String[] {"/v2*", "/tieline/*"}) {
            router.route(path).order(Integer.MIN_VALUE).handler(context -> {
                if (started.getAsBoolean() || context.normalizedPath().equals("/v2/health/live")) {
                    context.next();
                } else {
                    answers.notReady(context, "The node is starting. Maybe ask again in a moment.");
                }
            });
        }
        router.get("/v2/health/live").handler(context -> alive(context, answers, started));
        router.head("/v2/health/live").handler(context -> alive(context, answers, started));
        router.errorHandler(400, context -> malformed(context, answers));
    }

    private static void alive(RoutingContext context, Answers answers, BooleanSupplier started) {
        if (started.getAsBoolean()) {
            context.next();
        } else {
            answers.health(context, "live", List.of());
        }
    }

    /** Adds the paths, and the answers for all others. */
    public void mount(Router router) {
        Resource.read(
                router, answers, "/v2/health/live", context -> answers.health(context, "live", parts.health.notLive()));
        Resource.read(
                router,
                answers,
                "/v2/health/ready",
                context -> answers.health(context, "ready", parts.health.notReady()));
        Resource.read(router, answers, "/v2", this::server);
        Resource.read(router, answers, "/v2/", this::server);
        var results = new AsyncResults(parts.ticker, parts.random, parts.results);
        var models = new ModelPaths(parts.codec, answers, parts.models, parts.statistics, parts.health);
        var body = new RequestBody(answers, parts.maxBodyBytes, parts.bodyTime);
        var inference = new Inference(parts.codec, answers, parts.door, body, results);
        models.mountAll(router);
        for (var model : new String[] {MODEL, VERSION}) {
            models.mount(router, model);
            inference.mount(router, model);
        }
        var small = new RequestBody(answers, Math.min(parts.maxBodyBytes, MAX_REPOSITORY_BODY), parts.bodyTime);
        new RepositoryPaths(parts.codec, answers, parts.door, small, parts.repository).mount(router);
        new ResultPaths(answers, results).mount(router);
        router.errorHandler(400, context -> malformed(context, answers));
        router.route().last().handler(this::unknown).failureHandler(this::failed);
    }

    private void server(RoutingContext context) {
        answers.json(context, 200, parts.codec.serverMetadata(ServerIdentity.NAME, ServerIdentity.VERSION, EXTENSIONS));
    }

    private void unknown(RoutingContext context) {
        answers.error(context, HttpFailure.NOT_FOUND, "There is nothing at this path. Maybe begin at /v2.");
    }

    private void failed(RoutingContext context) {
        if (context.statusCode() == 400) {
            malformed(context, answers);
        } else {
            answers.error(context, FrontDoor.unexpected(context.failure()));
        }
    }

    private static void malformed(RoutingContext context, Answers answers) {
        answers.error(context, HttpFailure.MALFORMED, "The path of the request is malformed.");
    }
}
