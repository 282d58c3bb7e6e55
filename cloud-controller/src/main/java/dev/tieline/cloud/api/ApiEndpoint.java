package dev.tieline.cloud.api;

import dev.tieline.cloud.catalog.Kind;
import dev.tieline.cloud.catalog.ResourceStore;
import dev.tieline.devices.web.HostNames;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** The paths of the controller's API. Every question is answered on a thread of its own. */
public final class ApiEndpoint {
    /** The largest request file for an explanation, in bytes; a common one has a few hundred. */
    static final int MAX_REQUEST_BYTES = 64 * 1024;

    private static final String ROOT = "/api/v1";

    private final Parts parts;
    private final Rim rim;

    /**
     * What the API shows.
     *
     * @param resources what is declared, and the blobs
     * @param world where nodes are, and what is placed on them
     * @param clock tells what has expired
     * @param requests runs what takes more than a moment
     * @param maxBlobBytes the largest blob that may be uploaded
     */
    public record Parts(
            ResourceStore resources, World world, InstantSource clock, Executor requests, long maxBlobBytes) {}

    public ApiEndpoint(Parts parts) {
        this.parts = parts;
        this.rim = new Rim(parts.requests);
    }

    /**
     * Answers every request of the API with 503 until the controller is ready, and refuses what browsers send for others,
     * then and later; call it before the server listens.
     *
     * @param names the names that the controller is reached by
     */
    public static void hold(Router router, HostNames names, BooleanSupplier ready) {
        router.route().order(Integer.MIN_VALUE).handler(new BrowserCheck(names)::check);
        router.route("/api/*").order(Integer.MIN_VALUE).handler(context -> {
            if (ready.getAsBoolean()) {
                context.next();
            } else {
                context.response().putHeader("Retry-After", "1");
                Answers.error(context, 503, "The controller is starting. Maybe ask again in a moment");
            }
        });
    }

    /** Adds the paths, and the answers for all others. */
    public void mount(Router router) {
        resources(router);
        fleet(router);
        path(router, "/policy/explain").post(MAX_REQUEST_BYTES, this::explain).only();
        new BlobPaths(parts.resources.blobs(), rim, parts.maxBlobBytes).mount(router, ROOT);
        router.route().last().handler(Answers::unknownPath).failureHandler(rim::failed);
    }

    private void resources(Router router) {
        var questions = new ResourceQuestions(parts.resources, parts.clock);
        path(router, "/apply")
                .post(ResourceQuestions.MAX_DOCUMENT_BYTES, questions::apply)
                .only();
        path(router, "/sites").get(questions::sites).only();
        for (var kind : new Kind[] {Kind.POLICY, Kind.MODEL, Kind.DEPLOYMENT}) {
            var plural = "/" + kind.plural();
            path(router, plural).get(question -> questions.list(kind)).only();
            path(router, plural + "/:name")
                    .get(question -> questions.one(kind, question))
                    .delete(question -> questions.delete(kind, question))
                    .only();
        }
    }

    private void fleet(Router router) {
        var questions = new FleetQuestions(parts.resources, parts.world);
        path(router, "/nodes").get(questions::nodes).only();
        path(router, "/nodes/:site/:node").get(questions::node).only();
        path(router, "/placements").get(questions::placements).only();
        path(router, "/placements/:name").get(questions::placement).only();
        path(router, "/decisions")
                .get(questions::decisions, "limit", "deployment")
                .only();
        path(router, "/rejections").get(questions::rejections).only();
        path(router, "/why/placement")
                .get(questions::whyPlacement, "deployment")
                .only();
        path(router, "/why/route")
                .get(questions::whyRoute, FleetQuestions.ROUTE_PARAMETERS)
                .only();
    }

    private Answer explain(Question question) {
        var explainer = new PolicyExplainer(parts.resources.declared().policy());
        return Answer.json(explainer.explain(question.body()));
    }

    private ApiPath path(Router router, String path) {
        return new ApiPath(router, rim, ROOT + path);
    }
}
