package dev.tieline.edge.endpoint.http;

import dev.tieline.models.infer.InferenceError;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code /tieline/v1/results/{id}}: where the answers of calls wait that were asked for with {@code Prefer:
 * respond-async} (RFC 7240). An answer is there until it was sent once.
 */
final class ResultPaths {
    private static final String RESULTS = "/tieline/v1/results/";
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Answers answers;
    private final AsyncResults results;

    ResultPaths(Answers answers, AsyncResults results) {
        this.answers = answers;
        this.results = results;
    }

    void mount(Router router) {
        var result = Resource.at(router, answers, RESULTS + ":id");
        // Compressing a large answer takes time: not the event loop's.
        result.on(HttpMethod.GET).blockingHandler(context -> fetch(context, true), false);
        result.on(HttpMethod.HEAD).blockingHandler(context -> fetch(context, false), false);
        result.on(HttpMethod.DELETE).handler(this::forget);
        result.close();
    }

    /** Tells a caller where its answer will be. */
    static void accepted(RoutingContext context, Answers answers, AsyncResults.Place place) {
        context.response()
                .putHeader("Location", RESULTS + place.id())
                .putHeader("Preference-Applied", Preferences.RESPOND_ASYNC);
        running(context, answers, place);
    }

    private static void running(RoutingContext context, Answers answers, AsyncResults.Place place) {
        context.response().putHeader("Retry-After", "1");
        answers.json(context, 202, Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("id", place.id());
            json.writeStringField("state", "running");
            json.writeEndObject();
        }));
    }

    private void fetch(RoutingContext context, boolean whole) {
        answers.guarded(context, () -> {
            context.response().putHeader("Cache-Control", "no-store");
            find(context).ifPresentOrElse(place -> fetch(context, place, whole), () -> unknown(context));
        });
    }

    private void fetch(RoutingContext context, AsyncResults.Place place, boolean whole) {
        var ending = place.ending();
        if (ending.isEmpty()) {
            running(context, answers, place);
            return;
        }
        if (!whole) {
            send(context, ending.get());
        } else if (place.claim()) {
            sendOnce(context, place, ending.get());
        } else {
            answers.error(context, new InferenceError.Overloaded("The result is being sent already.", RETRY, null));
        }
    }

    private void sendOnce(RoutingContext context, AsyncResults.Place place, AsyncResults.Ending ending) {
        try {
            send(context, ending).onSuccess(sent -> place.forget()).onFailure(gone -> place.giveBack());
        } catch (RuntimeException | Error e) {
            place.giveBack();
            throw e;
        }
    }

    private Future<Void> send(RoutingContext context, AsyncResults.Ending ending) {
        return switch (ending) {
            case AsyncResults.Ending.Answer(var body) -> answers.inference(context, body);
            case AsyncResults.Ending.Failure(var error, var trace) -> answers.error(context, error, trace);
        };
    }

    private void forget(RoutingContext context) {
        answers.guarded(
                context,
                () -> find(context)
                        .ifPresentOrElse(
                                place -> {
                                    place.cancel();
                                    answers.empty(context, 204);
                                },
                                () -> unknown(context)));
    }

    private Optional<AsyncResults.Place> find(RoutingContext context) {
        return results.find(String.valueOf(context.pathParam("id")));
    }

    private void unknown(RoutingContext context) {
        answers.error(
                context,
                HttpFailure.UNKNOWN_RESULT,
                "There is no such result. Maybe it was fetched already, or waited for longer than "
                        + results.age().toSeconds() + " s.");
    }
}
