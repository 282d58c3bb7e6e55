package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.endpoint.CallReader;
import dev.tieline.edge.endpoint.ErrorTable;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.oip.OipBody;
import dev.tieline.models.oip.OipCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jboss.logging.Logger;

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
        var trace = context.request().getHeader("traceparent");
        ErrorTable.retryAfterSeconds(error)
                .ifPresent(seconds -> context.response().putHeader("Retry-After", Long.toString(seconds)));
        json(context, ErrorTable.status(error), codec.encodeError(error, trace));
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
