package dev.tieline.cloud.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** One path of the API with the methods that it is for. Others are answered with 405. */
final class ApiPath {
    private final Router router;
    private final Rim rim;
    private final String path;
    private final Set<String> methods = new TreeSet<>();

    ApiPath(Router router, Rim rim, String path) {
        this.router = router;
        this.rim = rim;
        this.path = path;
    }

    /** Answers GET and HEAD; the query parameters are those that may stand there. */
    ApiPath get(Function<Question, Answer> answer, String... parameters) {
        add(HttpMethod.GET, answer, parameters);
        router.head(path)
                .handler(context -> answer(context, answer, parameters))
                .failureHandler(rim::failed);
        return this;
    }

    ApiPath delete(Function<Question, Answer> answer) {
        add(HttpMethod.DELETE, answer);
        return this;
    }

    /** Answers POST with a body of at most so many bytes. */
    ApiPath post(int maxBody, Function<Question, Answer> answer) {
        methods.add(HttpMethod.POST.name());
        router.post(path).handler(ApiPath::takeAsFile).failureHandler(context -> failed(context, maxBody));
        router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(maxBody))
                .handler(context -> answer(context, answer));
        return this;
    }

    /** Ends the list of methods. */
    void only() {
        router.route(path).handler(context -> Answers.wrongMethod(context, methods));
    }

    private void add(HttpMethod method, Function<Question, Answer> answer, String... parameters) {
        methods.add(method.name());
        router.route(method, path)
                .handler(context -> answer(context, answer, parameters))
                .failureHandler(rim::failed);
    }

    private void answer(RoutingContext context, Function<Question, Answer> answer, String... parameters) {
        rim.guard(context, () -> {
            var question = Questions.of(context, List.of(parameters));
            rim.run(context, () -> Answers.send(context, answer.apply(question)));
        });
    }

    private void failed(RoutingContext context, int limit) {
        if (context.statusCode() == 413) {
            Answers.error(context, 413, "The body is larger than the limit of " + limit + " bytes.");
        } else {
            rim.failed(context);
        }
    }

    // What curl --data-binary sends says that it is a form; the router would look for fields in it.
    private static void takeAsFile(RoutingContext context) {
        var headers = context.request().headers();
        var type = headers.get("Content-Type");
        if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            throw new ApiException(
                    415, "The body needs to be the document itself, and this is " + type + ". Maybe use --data-binary");
        }
        refuseEncoded(context);
        headers.remove("Content-Type");
        context.next();
    }

    /** @throws ApiException if the body is compressed, which would be taken for the document itself */
    static void refuseEncoded(RoutingContext context) {
        var encoding = context.request().getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ApiException(
                    415,
                    "The body has the content encoding '" + encoding + "', which is not read. Maybe send it plain");
        }
    }
}
