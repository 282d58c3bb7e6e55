package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.endpoint.CallReader;
import dev.tieline.edge.endpoint.ErrorTable;
import dev.tieline.edge.endpoint.Statement;
import dev.tieline.edge.endpoint.Visit;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.oip.OipBody;
import dev.tieline.models.oip.OipCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes answers of the protocol to HTTP. */
final class Answers {
    private static final Logger LOG = Logger.getLogger(Answers.class);

    private Answers() {}

    static void empty(RoutingContext context, int status) {
        finish(context.response().setStatusCode(status), Buffer.buffer());
    }

    static void json(RoutingContext context, int status, byte[] body) {
        finish(typed(context, status, "application/json"), Buffer.buffer(body));
    }

    /** Whether it is well, and where it is not, why. */
    static void health(RoutingContext context, String what, List<String> reasons) {
        json(context, reasons.isEmpty() ? 200 : 503, HealthBody.of(what, reasons));
    }

    static void inference(RoutingContext context, OipBody body) {
        if (body.headerLength() == null) {
            json(context, 200, body.toByteArray());
            return;
        }
        var response = typed(context, 200, "application/octet-stream");
        response.putHeader(CallReader.HEADER_LENGTH, body.headerLength().toString());
        finish(response, Buffer.buffer(body.toByteArray()));
    }

    static void error(RoutingContext context, InferenceError error, OipCodec codec) {
        var trace = trace(context);
        ErrorTable.retryAfterSeconds(error)
                .ifPresent(seconds -> context.response().putHeader("Retry-After", Long.toString(seconds)));
        json(context, ErrorTable.status(error), codec.encodeError(error, trace));
    }

    /** What its caller can find the request by: our own step of its trace where there is one. */
    private static @Nullable String trace(RoutingContext context) {
        Visit visit = context.get(HttpEndpoint.VISIT);
        return visit == null
                ? Statement.read(context.request().headers()::getAll).traceparent()
                : visit.traceparent();
    }

    static void starting(RoutingContext context) {
        context.response().putHeader("Retry-After", "1");
        plain(context, 503, "model_not_ready", "The node is starting. Maybe ask again in a moment.");
    }

    static void wrongMethod(RoutingContext context, HttpMethod allowed) {
        context.response().putHeader("Allow", allowed.name());
        plain(context, 405, "method_not_allowed", "This path is for " + allowed.name() + " only.");
    }

    /** Ends the connection too: what still comes on it would be the rest of the body. */
    static void bodyTooSlow(RoutingContext context, Duration limit) {
        context.response().putHeader("Connection", "close");
        plain(
                context,
                408,
                "request_timeout",
                "The body of the request was not complete " + limit.toMillis() + " ms after its head.");
        var unused = context.request().connection().close();
    }

    static void unknownPath(RoutingContext context) {
        plain(context, 404, "not_found", "There is nothing at this path. Maybe begin at /v2.");
    }

    private static void plain(RoutingContext context, int status, String code, String message) {
        var body = "{\"error\":\"" + message + "\",\"code\":\"" + code + "\"}";
        json(context, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpServerResponse typed(RoutingContext context, int status, String contentType) {
        return context.response().setStatusCode(status).putHeader("Content-Type", contentType);
    }

    private static void finish(HttpServerResponse response, Buffer body) {
        if (!response.ended() && !response.closed()) {
            response.end(body).onFailure(gone -> LOG.debugf("The caller went before its answer: %s", gone));
        }
    }
}
