package dev.tieline.edge.endpoint.grpc;

import dev.tieline.devices.web.RequestHead;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.GrpcCode;
import dev.tieline.edge.endpoint.HeadRules;
import dev.tieline.edge.endpoint.Protocol;
import dev.tieline.edge.endpoint.grpc.Method.Takes;
import dev.tieline.edge.repository.ModelRepository;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.ModelStatistics;
import dev.tieline.models.infer.InferenceError.ModelNotReady;
import dev.tieline.models.oip.OipLimits;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The services of the node over gRPC: the Open Inference Protocol ({@code open_inference_grpc.proto}) with its extensions,
 * health and reflection. They share the port of the HTTP form, over HTTP/2 in clear text.
 */
public final class GrpcEndpoint {
    static final String SERVICE = "inference.GRPCInferenceService";
    static final String HEALTH = "grpc.health.v1.Health";

    private static final String LIVE = "/" + SERVICE + "/ServerLive";
    private static final String CONTENT_TYPE = "application/grpc";

    /** What carries no tensors is a handful of names. */
    private static final int MAX_QUESTION = 64 << 10;

    /** Streams of questions, of which each counts by itself. */
    private static final int MAX_STREAMS = 1_024;
    /** Watches of the health and talks with tools. */
    static final int MAX_TALKS = 64;

    private final Exchange.Limits little;
    private final Exchange.Limits time;
    private final Exchange.Limits memory;
    private final Map<String, Method> methods = new HashMap<>();
    private final LastingCalls streams = new LastingCalls(MAX_STREAMS);
    private final LastingCalls talks = new LastingCalls(MAX_TALKS);

    /**
     * What the endpoint works with.
     *
     * @param ticker the clock of the front door's visits
     * @param ready whether the node takes requests
     * @param tasks runs what takes its time on a thread of its own; rejects it once the node shuts down
     * @param messageTime how long a message may take to come; at least 1 ms
     */
    public record Parts(
            OipLimits limits,
            FrontDoor door,
            Ticker ticker,
            ModelRegistry models,
            ModelRepository repository,
            ModelStatistics statistics,
            BooleanSupplier ready,
            Executor tasks,
            Duration messageTime) {}

    public GrpcEndpoint(Parts parts) {
        int maxBody = parts.limits.maxBodyBytes();
        little = aside(parts, maxBody, false);
        time = aside(parts, maxBody, true);
        memory = new Exchange.Limits(maxBody, parts.messageTime);
        var inference = new Inference(parts.door, parts.limits, parts.ticker, parts.tasks);
        var tasks = new Tasks(parts.tasks);
        add(SERVICE, new ModelQuestions(parts.models, parts.statistics, parts.ready, tasks).methods());
        add(SERVICE, new RepositoryMethods(parts.repository, tasks).methods());
        add(
                SERVICE,
                Map.of(
                        "ModelInfer", Method.inference(exchange -> new InferInbox(inference, exchange)),
                        "ModelStreamInfer", Method.stream(exchange -> stream(inference, exchange))));
        add(HEALTH, new HealthMethods(parts.ready, talks).methods());
        var reflection = Method.talk(this::reflection);
        add("grpc.reflection.v1.ServerReflection", Map.of("ServerReflectionInfo", reflection));
        add("grpc.reflection.v1alpha.ServerReflection", Map.of("ServerReflectionInfo", reflection));
    }

    /** For small messages, whose memory a visit holds; one with a place has it from the beginning of the call. */
    private static Exchange.Limits aside(Parts parts, int maxBody, boolean placed) {
        return new Exchange.Limits(Math.min(maxBody, MAX_QUESTION), parts.messageTime, () -> {
            var visit = parts.door.aside(Protocol.GRPC, placed);
            if (visit.isEmpty()) {
                throw parts.door.full().asException();
            }
            return visit;
        });
    }

    /**
     * Answers for a node whose port is open and that has not started: it lives, and everything else is told to come
     * again. Checks the heads of all calls, then and later.
     *
     * @param rules what holds for the heads
     * @param started whether it has
     */
    public static void hold(Router router, HeadRules rules, BooleanSupplier started) {
        router.route().order(Integer.MIN_VALUE).handler(routing -> {
            if (!isCall(routing.request())) {
                routing.next();
                return;
            }
            var refusal = refusal(rules, routing.request());
            if (refusal.isPresent()) {
                Trailers.of(refusal.get()).end(routing.response());
            } else if (started.getAsBoolean()) {
                routing.next();
            } else if (path(routing).equals(LIVE)) {
                Exchange.open(
                        routing, new Exchange.Limits(MAX_QUESTION, Duration.ofSeconds(30)), true, ModelQuestions::live);
            } else {
                Trailers.of(new ModelNotReady(path(routing), "the node is starting"))
                        .end(routing.response());
            }
        });
    }

    /** Adds the services. */
    public void mount(Router router) {
        router.route().handler(routing -> {
            if (isCall(routing.request())) {
                open(routing);
            } else {
                routing.next();
            }
        });
    }

    /** Ends the calls that would last as long as their callers like, as soon as what they have taken is answered. */
    public void drain() {
        streams.drain();
        talks.drain();
    }

    /** How many calls there are that last as long as their callers like. */
    int lasting() {
        return streams.size() + talks.size();
    }

    private InferStream stream(Inference inference, Exchange exchange) {
        var stream = new InferStream(inference, exchange);
        var unused = streams.add(exchange, stream);
        return stream;
    }

    private ReflectionInbox reflection(Exchange exchange) {
        var talk = new ReflectionInbox(exchange);
        var unused = talks.add(exchange, talk);
        return talk;
    }

    private void open(RoutingContext routing) {
        var path = path(routing);
        var method = methods.get(path);
        if (method == null) {
            Trailers.of(GrpcCode.UNIMPLEMENTED, missing(path)).end(routing.response());
        } else {
            Exchange.open(routing, limits(method.takes()), method.single(), method.opening());
        }
    }

    private Exchange.Limits limits(Takes takes) {
        return switch (takes) {
            case LITTLE -> little;
            case TIME -> time;
            case MEMORY -> memory;
        };
    }

    private static String path(RoutingContext routing) {
        return String.valueOf(routing.request().path());
    }

    private static String missing(String path) {
        var sentence = "There is no method " + path + " here.";
        return path.contains("SharedMemory")
                ? sentence + " Maybe send the tensors in the message: shared memory is not supported."
                : sentence;
    }

    private void add(String service, Map<String, Method> named) {
        named.forEach((name, method) -> methods.put("/" + service + "/" + name, method));
    }

    private static Optional<HeadRules.Refusal> refusal(HeadRules rules, HttpServerRequest request) {
        var head = new RequestHead(
                request.method().name(),
                String.valueOf(request.path()),
                String.valueOf(request.scheme()),
                String.valueOf(request.authority()),
                request::getHeader);
        return rules.refusalOfCall(head, request.uri(), request.headers());
    }

    /** gRPC in the browser's form and over HTTP/1 is none that is spoken here. */
    private static boolean isCall(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                && request.method().equals(HttpMethod.POST)
                && isGrpc(request.getHeader("content-type"));
    }

    private static boolean isGrpc(@Nullable String contentType) {
        return contentType != null
                && (contentType.equals(CONTENT_TYPE)
                        || contentType.startsWith(CONTENT_TYPE + ";")
                        || contentType.startsWith(CONTENT_TYPE + "+proto"));
    }
}
