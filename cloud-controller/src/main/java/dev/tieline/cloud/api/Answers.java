package dev.tieline.cloud.api;

import dev.tieline.policy.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes the answers of the API to HTTP. */
final class Answers {
    private static final Logger LOG = Logger.getLogger(Answers.class);

    private Answers() {}

    static void send(RoutingContext context, Answer answer) {
        var response = context.response();
        if (!response.ended() && !response.closed()) {
            var body = answer.body();
            response.setStatusCode(answer.status())
                    .putHeader("Content-Type", answer.contentType())
                    .putHeader("Content-Length", Integer.toString(body.length));
            // In HTTP/2 the body of an answer to HEAD would be sent if it were given.
            var sent = context.request().method().equals(HttpMethod.HEAD)
                    ? response.end()
                    : response.end(Buffer.buffer(body));
            sent.onFailure(gone -> LOG.debugf("The caller went before its answer: %s", gone));
        }
    }

    static void json(RoutingContext context, int status, Json.Writable document) {
        send(context, Answer.json(status, document));
    }

    static void error(RoutingContext context, int status, String message) {
        json(context, status, json -> {
            json.writeStartObject();
            json.writeStringField("error", message);
            json.writeEndObject();
        });
    }

    static void wrongMethod(RoutingContext context, Collection<String> allowed) {
        context.response().putHeader("Allow", String.join(", ", allowed));
        error(context, 405, "This path is for " + String.join(" and ", allowed) + " only.");
    }

    static void unknownPath(RoutingContext context) {
        error(context, 404, "There is nothing at this path. Maybe begin at /api/v1/deployments.");
    }

    /** Answers what nobody foresaw: the caller learns that it failed, the log learns why. */
    static void unexpected(RoutingContext context, @Nullable Throwable failure) {
        LOG.error("A request failed unexpectedly", failure);
        error(context, 500, "The request failed inside the controller.");
    }
}
