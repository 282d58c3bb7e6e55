package dev.tieline.cloud.api;

import dev.tieline.cloud.catalog.Catalog;
import dev.tieline.devices.Json;
import dev.tieline.policy.document.DocumentException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.Executor;

/**
 * The paths of the controller's API.
 *
 * <p>Declared documents are written once and answered on the event loop; a question about policy moves to a thread of
 * its own as soon as its body is complete, since reading it takes time.
 */
public final class ApiEndpoint {
    /** The largest request file, in bytes; a common one has a few hundred. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    private static final String ROOT = "/api/v1";
    private static final String EXPLAIN = ROOT + "/policy/explain";

    private final Catalog catalog;
    private final PolicyExplainer explainer;
    private final Executor requests;

    /** @param requests runs what takes more than a moment */
    public ApiEndpoint(Catalog catalog, Executor requests) {
        this.catalog = catalog;
        this.explainer = new PolicyExplainer(catalog.policy());
        this.requests = requests;
    }

    /** Adds the paths, and the answers for all others. */
    public void mount(Router router) {
        document(router, "/sites", new SiteBookDocument(catalog.sites()));
        document(router, "/models", new ModelsDocument(catalog.models()));
        document(router, "/policy", new PolicyDocument(catalog.policy()));
        router.post(EXPLAIN).handler(ApiEndpoint::takeAsFile);
        router.post(EXPLAIN)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
                .handler(this::explain)
                .failureHandler(ApiEndpoint::failed);
        router.route(EXPLAIN).handler(context -> Answers.wrongMethod(context, HttpMethod.POST));
        router.route().last().handler(Answers::unknownPath).failureHandler(ApiEndpoint::failed);
    }

    private static void document(Router router, String path, Json.Writable document) {
        var text = Json.text(document);
        router.get(ROOT + path).handler(context -> Answers.json(context, 200, text));
        router.head(ROOT + path).handler(context -> Answers.json(context, 200, text));
        router.route(ROOT + path).handler(context -> Answers.wrongMethod(context, HttpMethod.GET));
    }

    // What curl --data-binary sends says that it is a form; the router would look for fields in it.
    private static void takeAsFile(RoutingContext context) {
        context.request().headers().remove("Content-Type");
        context.next();
    }

    private void explain(RoutingContext context) {
        var buffer = context.body().buffer();
        var body = buffer == null ? new byte[0] : buffer.getBytes();
        requests.execute(() -> answer(context, body));
    }

    /** The rim: whatever is thrown beyond becomes an answer. */
    private void answer(RoutingContext context, byte[] body) {
        try {
            Answers.json(context, 200, Json.text(explainer.explain(body)));
        } catch (DocumentException e) {
            Answers.error(context, 400, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            Answers.unexpected(context, e);
        }
    }

    private static void failed(RoutingContext context) {
        if (context.statusCode() == 413) {
            Answers.error(context, 413, "The body is larger than the limit of " + MAX_BODY_BYTES + " bytes.");
        } else {
            Answers.unexpected(context, context.failure());
        }
    }
}
