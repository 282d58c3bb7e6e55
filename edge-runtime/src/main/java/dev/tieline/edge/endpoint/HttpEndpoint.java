package dev.tieline.edge.endpoint;

import dev.tieline.edge.dispatch.InferenceDispatcher;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipCodec;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * The paths of the protocol's REST form (Open Inference Protocol v2, {@code inference_rest.md}).
 *
 * <p>Health and metadata answer on the event loop; an inference moves to a thread of its own as soon as its body is
 * complete, since decoding takes time too.
 */
public final class HttpEndpoint {
    private static final Logger LOG = Logger.getLogger(HttpEndpoint.class);
    private static final String PLATFORM = "onnxruntime_onnx";
    private static final String SERVER_VERSION = "0.1.0";
    private static final List<String> EXTENSIONS = List.of("binary_tensor_data");
    private static final String MODEL = "/v2/models/:model";
    private static final String VERSION = MODEL + "/versions/:version";

    private final OipCodec codec;
    private final CallReader calls;
    private final InferenceDispatcher dispatcher;
    private final ModelRegistry models;
    private final BooleanSupplier ready;
    private final Executor requests;
    private final int maxBodyBytes;

    /** What the endpoint works with. */
    public record Parts(
            OipCodec codec,
            CallReader calls,
            InferenceDispatcher dispatcher,
            ModelRegistry models,
            BooleanSupplier ready,
            Executor requests,
            int maxBodyBytes) {}

    public HttpEndpoint(Parts parts) {
        this.codec = parts.codec;
        this.calls = parts.calls;
        this.dispatcher = parts.dispatcher;
        this.models = parts.models;
        this.ready = parts.ready;
        this.requests = parts.requests;
        this.maxBodyBytes = parts.maxBodyBytes;
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
            router.post(model + "/infer").handler(HttpEndpoint::readAnyTypeAsBytes);
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

    private void infer(RoutingContext context) {
        var buffer = context.body().buffer();
        var body = buffer == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(buffer.getBytes());
        try {
            requests.execute(() -> guarded(context, () -> {
                var call = calls.read(path(context), context.request().headers(), body);
                var response = dispatcher.infer(call);
                Answers.inference(context, codec.encodeResponse(call.request(), response));
            }));
        } catch (RejectedExecutionException e) {
            var model = String.valueOf(context.pathParam("model"));
            error(context, new InferenceError.ModelNotReady(model, "the node is shutting down"));
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
