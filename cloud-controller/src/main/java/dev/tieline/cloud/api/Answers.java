package dev.tieline.cloud.api;

import dev.tieline.devices.Json;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes the answers of the API to HTTP. */
final class Answers {
    private static final Logger LOG = Logger.getLogger(Answers.class);

    private Answers() {}

    static void json(RoutingContext context, int status, String body) {
        var response = context.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(body)
                    .onFailure(gone -> LOG.debugf("The caller went before its answer: %s", gone));
        }
    }

    static void error(RoutingContext context, int status, String message) {
        json(context, status, Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("error", message);
            json.writeEndObject();
        }));
    }

    static void wrongMethod(RoutingContext context, HttpMethod allowed) {
        context.response().putHeader("Allow", allowed.name());
        error(context, 405, "This path is for " + allowed.name() + " only.");
    }

    static void unknownPath(RoutingContext context) {
        error(context, 404, "There is nothing at this path. Maybe begin at /api/v1/policy.");
    }

    /** Answers what nobody foresaw: the caller learns that it failed, the log learns why. */
    static void unexpected(RoutingContext context, @Nullable Throwable failure) {
        LOG.error("A request failed unexpectedly", failure);
        error(context, 500, "The request failed inside the controller.");
    }
}
