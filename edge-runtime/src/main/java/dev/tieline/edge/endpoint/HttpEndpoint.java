package dev.tieline.edge.endpoint;

import dev.tieline.edge.dispatch.InferenceDispatcher;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipCodec;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * The paths of the protocol's REST form (Open Inference Protocol v2, {@code inference_rest.md}).
 *
 * <p>Health and metadata answer on the event loop; an inference moves to a thread of its own as soon as its body is
 * complete, since decoding takes time too. A body that takes too long loses its connection, and with it its place in the
 * node. What is refused whatever it carries is refused before: at the entrance when
 * too many requests are inside, and before it is decoded when the node has no room and nobody to ask.
 */
public final class HttpEndpoint {
    private static final Logger LOG = Logger.getLogger(HttpEndpoint.class);
    private static final String PLATFORM = "onnxruntime_onnx";
    private static final String SERVER_VERSION = "0.1.0";
    private static final List<String> EXTENSIONS = List.of("binary_tensor_data");
    private static final String MODEL = "/v2/models/:model";
    private static final String VISIT = "tieline.visit";
    private static final String BODY_TIMER = "tieline.body-timer";
    /** When to try again at an entrance that is full: it is passed in less time than any header can say. */
    private static final Duration RETRY_ENTRANCE = Duration.ofSeconds(1);

    private static final String VERSION = MODEL + "/versions/:version";

    private final OipCodec codec;
    private final CallReader calls;
    private final InferenceDispatcher dispatcher;
    private final ModelRegistry models;
    private final BooleanSupplier ready;
    private final Executor requests;
    private final int maxBodyBytes;
    private final Entrance entrance;
    private final Duration bodyTime;

    /**
     * What the endpoint works with.
     *
     * @param maxRequests how many inferences may be inside at the same time
     * @param bodyTime how long after its head the body of a request may take to be complete; at least 1 ms
     */
    public record Parts(
            OipCodec codec,
            CallReader calls,
            InferenceDispatcher dispatcher,
            ModelRegistry models,
            BooleanSupplier ready,
            Executor requests,
            int maxBodyBytes,
            int maxRequests,
            Duration bodyTime) {}

    public HttpEndpoint(Parts parts) {
        this.codec = parts.codec;
        this.calls = parts.calls;
        this.dispatcher = parts.dispatcher;
        this.models = parts.models;
        this.ready = parts.ready;
        this.requests = parts.requests;
        this.maxBodyBytes = parts.maxBodyBytes;
        this.entrance = new Entrance(parts.maxRequests);
        this.bodyTime = parts.bodyTime;
    }

    /**
     * Answers for a node whose port is open and that has not started: it lives, and everything else is told to come
     * again. Whatever is not loaded yet must not be taken for a model that there is not.
     *
     * @param started whether it has
     */
    public static void hold(Router router, BooleanSupplier started) {
        router.route("/v2*").order(Integer.MIN_VALUE).handler(context -> {
            if (started.getAsBoolean() || context.normalizedPath().equals("/v2/health/live")) {
                context.next();
            } else {
                Answers.starting(context);
            }
        });
        router.get("/v2/health/live").handler(context -> Answers.empty(context, 200));
        router.head("/v2/health/live").handler(context -> Answers.empty(context, 200));
    }

    /** Adds the paths, and the answers for all others. */
    public void mount(Router router) {
        get(router, "/v2/health/live", context -> Answers.empty(context, 200));
        get(router, "/v2/health/ready", context -> Answers.empty(context, ready.getAsBoolean() ? 200 : 503));
        get(router, "/v2", context -> Answers.json(context, 200, server()));
        get(router, "/v2/", context -> Answers.json(context, 200, server()));
        for (var model : new String[] {MODEL, VERSION}) {
            get(router, model, this::metadata);
            get(router, model + "/ready", this::modelReady);
            router.post(model + "/infer").handler(this::enter);
            router.post(model + "/infer")
                    .handler(BodyHandler.create(false).setBodyLimit(maxBodyBytes))
                    .handler(this::infer)
                    .failureHandler(this::failed);
            router.route(model + "/infer").handler(context -> Answers.wrongMethod(context, HttpMethod.POST));
        }
        router.route().last().handler(context -> Answers.unknownPath(context)).failureHandler(this::failed);
    }

    private byte[] server() {
        return codec.serverMetadata("tieline", SERVER_VERSION, EXTENSIONS);
    }

    private static void get(Router router, String path, Handler<RoutingContext> answer) {
        router.get(path).handler(answer);
        router.head(path).handler(answer);
        router.route(path).handler(context -> Answers.wrongMethod(context, HttpMethod.GET));
    }

    private void metadata(RoutingContext context) {
        guarded(context, () -> Answers.json(context, 200, codec.modelMetadata(manifest(context), PLATFORM)));
    }

    private void modelReady(RoutingContext context) {
        guarded(context, () -> {
            LOG.debugf("Ready: %s", manifest(context).ref());
            Answers.empty(context, 200);
        });
    }

    /** On the event loop, when the head of the request is there and its body may still be on the way. */
    private void enter(RoutingContext context) {
        long arrived = calls.now();
        if (!entrance.enter()) {
            error(
                    context,
                    new InferenceError.Overloaded(
                            "All " + entrance.limit()
                                    + " requests that may be in this node at the same time are there.",
                            RETRY_ENTRANCE,
                            null));
            return;
        }
        var visit = new Visit(entrance, arrived);
        context.put(VISIT, visit);
        long limit = context.vertx().setTimer(bodyTime.toMillis(), elapsed -> Answers.bodyTooSlow(context, bodyTime));
        context.put(BODY_TIMER, limit);
        context.addEndHandler(end -> {
            context.vertx().cancelTimer(limit);
            if (end.succeeded()) {
                visit.answered();
            } else {
                LOG.debugf("A caller went before its answer: %s", end.cause());
                visit.abandoned();
            }
        });
        if (context.response().closed()) {
            visit.abandoned(); // before anyone could be told
        }
        readAnyTypeAsBytes(context);
    }

    private void infer(RoutingContext context) {
        context.vertx().cancelTimer(Objects.requireNonNull(context.<Long>get(BODY_TIMER)));
        if (context.response().ended()) {
            return; // told that its body took too long
        }
        guarded(context, () -> {
            var path = path(context);
            var refusal = dispatcher.refusal(path.name(), path.version());
            if (refusal.isPresent()) {
                error(context, refusal.get()); // before the body is decoded: it would change nothing
            } else {
                serve(context, path, Objects.requireNonNull(context.<Visit>get(VISIT)));
            }
        });
    }

    private void serve(RoutingContext context, ModelPath path, Visit visit) {
        var buffer = context.body().buffer();
        var body = buffer == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(buffer.getBytes());
        try {
            requests.execute(() -> visit.work(() -> guarded(context, () -> {
                var call = calls.read(path, context.request().headers(), body, visit.arrivedNanos());
                var response = dispatcher.infer(call);
                Answers.inference(context, codec.encodeResponse(call.request(), response));
            })));
        } catch (RejectedExecutionException e) {
            error(context, new InferenceError.ModelNotReady(path.toString(), "the node is shutting down"));
        }
    }

    /** Keeps the body handler from taking the body apart as a form: {@code curl -d} calls everything one. */
    private static void readAnyTypeAsBytes(RoutingContext context) {
        context.request().headers().remove("Content-Type");
        context.next();
    }

    private void failed(RoutingContext context) {
        if (context.statusCode() == 413) {
            error(
                    context,
                    new InferenceError.TooLarge("The body is larger than the limit of " + maxBodyBytes + " bytes."));
        } else if (context.failure() instanceof HttpClosedException gone) {
            LOG.debugf("A caller went before its request was there: %s", gone);
        } else {
            Answers.unexpected(context, context.failure(), codec);
        }
    }

    /** The rim: whatever is thrown beyond becomes an answer. */
    private void guarded(RoutingContext context, Runnable answer) {
        try {
            answer.run();
        } catch (InferenceException e) {
            error(context, e.error());
        } catch (RuntimeException | Error e) {
            Answers.unexpected(context, e, codec);
        }
    }

    private void error(RoutingContext context, InferenceError error) {
        Answers.error(context, error, codec);
    }

    private static ModelPath path(RoutingContext context) {
        return ModelPath.of(String.valueOf(context.pathParam("model")), context.pathParam("version"));
    }

    private ModelManifest manifest(RoutingContext context) {
        var path = path(context);
        return models.manifest(path.name(), path.version())
                .orElseThrow(() -> new InferenceException(new InferenceError.UnknownModel(path.toString())));
    }
}
