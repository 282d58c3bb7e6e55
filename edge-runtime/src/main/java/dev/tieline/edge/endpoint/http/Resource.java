package dev.tieline.edge.endpoint.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** One path of the endpoint: what its methods do, what {@code OPTIONS} tells of them, and the refusal of all others. */
final class Resource {
    private final Router router;
    private final Answers answers;
    private final String path;
    private final Set<HttpMethod> methods = new LinkedHashSet<>();

    private Resource(Router router, Answers answers, String path) {
        this.router = router;
        this.answers = answers;
        this.path = path;
    }

    static Resource at(Router router, Answers answers, String path) {
        return new Resource(router, answers, path);
    }

    /** A path that is only read, by a handler that does not block. */
    static void read(Router router, Answers answers, String path, Handler<RoutingContext> answer) {
        var resource = at(router, answers, path);
        resource.on(HttpMethod.GET).handler(answer);
        resource.on(HttpMethod.HEAD).handler(answer);
        resource.close();
    }

    /** A path that is only read, by a handler that takes its time: on a thread that may, since it may be long and packed. */
    static void readAtLength(Router router, Answers answers, String path, Handler<RoutingContext> answer) {
        var resource = at(router, answers, path);
        resource.on(HttpMethod.GET).blockingHandler(answer, false);
        resource.on(HttpMethod.HEAD).blockingHandler(answer, false);
        resource.close();
    }

    /** One more step for a method; those of one method follow each other. */
    Route on(HttpMethod method) {
        methods.add(method);
        return router.route(method, path);
    }

    /** Ends the list of methods. */
    void close() {
        var names = methods.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        router.options(path).handler(context -> {
            context.response().putHeader("Allow", names + ", OPTIONS");
            answers.empty(context, 204);
        });
        router.route(path).handler(context -> {
            context.response().putHeader("Allow", names + ", OPTIONS");
            answers.error(context, HttpFailure.METHOD_NOT_ALLOWED, "This path is for " + names + " only.");
        });
    }
}
