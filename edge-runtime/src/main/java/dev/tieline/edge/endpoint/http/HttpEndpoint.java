package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.endpoint.CallReader;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.Health;
import dev.tieline.edge.endpoint.ModelPath;
import dev.tieline.edge.endpoint.Protocol;
import dev.tieline.edge.endpoint.Statement;
import dev.tieline.edge.endpoint.Visit;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
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
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the protocol's REST form (Open Inference Protocol v2, {@code inference_rest.md}).
 *
 * <p>Health and metadata answer on the event loop; an inference moves to a thread of its own as soon as its body is
 * complete, since decoding takes time too. A body that takes too long loses its connection, and with it its place in the
 * node.
 */
public final class HttpEndpoint {
    private static final Logger LOG = Logger.getLogger(HttpEndpoint.class);
    private static final String PLATFORM = "onnxruntime_onnx";
    private static final String SERVER_VERSION = "0.1.0";
    private static final List<String> EXTENSIONS = List.of("binary_tensor_data");
    private static final String MODEL = "/v2/models/:model";
    /** Under what the visit of a request stands in its context. */
    static final String VISIT = "tieline.visit";

    private static final String BODY_TIMER = "tieline.body-timer";
    private static final String VERSION = MODEL + "/versions/:version";

    private final OipCodec codec;
    private final FrontDoor door;
    private final ModelRegistry models;
    private final Health health;
    private final int maxBodyBytes;
    private final Duration bodyTime;

    /**
     * What the endpoint works with.
     *
     * @param bodyTime how long after its head the body of a request may take to be complete; at least 1 ms
     */
    public record Parts(
            OipCodec codec, FrontDoor door, ModelRegistry models, Health health, int maxBodyBytes, Duration bodyTime) {}

    public HttpEndpoint(Parts parts) {
        this.codec = parts.codec;
        this.door = parts.door;
        this.models = parts.models;
        this.health = parts.health;
        this.maxBodyBytes = parts.maxBodyBytes;
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
        router.get("/v2/health/live").handler(context -> alive(context, started));
        router.head("/v2/health/live").handler(context -> alive(context, started));
    }

    private static void alive(RoutingContext context, BooleanSupplier started) {
        if (started.getAsBoolean()) {
            context.next();
        } else {
            Answers.health(context, "live", List.of());
        }
    }

    /** Adds the paths, and the answers for all others. */
    public void mount(Router router) {
        get(router, "/v2/health/live", context -> Answers.health(context, "live", health.notLive()));
        get(router, "/v2/health/ready", context -> Answers.health(context, "ready", health.notReady()));
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
        var entered = door.enter(Protocol.HTTP);
        if (entered.isEmpty()) {
            error(context, door.full());
            return;
        }
        var visit = entered.get();
        context.put(VISIT, visit);
        visit.cameWith(Statement.read(context.request().headers()::getAll).traceparent());
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
            checkEncoding(context.request().getHeader("Content-Encoding"));
            door.serve(
                    Objects.requireNonNull(context.<Visit>get(VISIT)),
                    path(context),
                    (calls, arrived) -> read(context, calls, arrived),
                    answering(context));
        });
    }

    private static InferenceCall read(RoutingContext context, CallReader calls, long arrivedNanos) {
        var headers = context.request().headers();
        var buffer = context.body().buffer();
        var body = buffer == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(buffer.getBytes());
        var request = calls.decode(path(context), body, headers.get(CallReader.HEADER_LENGTH));
        return calls.call(request, Statement.read(headers::getAll), arrivedNanos);
    }

    private FrontDoor.Answering answering(RoutingContext context) {
        return new FrontDoor.Answering() {
            @Override
            public void answered(InferenceRequest request, InferenceResponse response) {
                Answers.inference(context, codec.encodeResponse(request, response));
            }

            @Override
            public void failed(InferenceError error) {
                error(context, error);
            }
        };
    }

    private static void checkEncoding(@Nullable String encoding) {
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new InferenceException(new InferenceError.UnsupportedContent(
                    "The content encoding '" + encoding + "' is not supported. Maybe send the body without one."));
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
            error(context, FrontDoor.unexpected(context.failure()));
        }
    }

    /** The rim: whatever is thrown beyond becomes an answer. */
    private void guarded(RoutingContext context, Runnable answer) {
        try {
            answer.run();
        } catch (InferenceException e) {
            error(context, e.error());
        } catch (RuntimeException | Error e) {
            error(context, FrontDoor.unexpected(e));
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
