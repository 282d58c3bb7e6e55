package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.Protocol;
import dev.tieline.edge.repository.ModelRepository;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.oip.OipCodec;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * The model repository extension ({@code extension_model_repository.md}): the index, loading and unloading. It reads
 * files and waits for models, on threads that may.
 */
final class RepositoryPaths {
    private static final String REPOSITORY = "/v2/repository";

    private final OipCodec codec;
    private final Answers answers;
    private final FrontDoor door;
    private final RequestBody body;
    private final ModelRepository repository;

    RepositoryPaths(OipCodec codec, Answers answers, FrontDoor door, RequestBody body, ModelRepository repository) {
        this.door = door;
        this.codec = codec;
        this.answers = answers;
        this.body = body;
        this.repository = repository;
    }

    void mount(Router router) {
        post(router, REPOSITORY + "/index", this::index);
        post(router, REPOSITORY + "/models/:model/load", context -> change(context, repository::load));
        post(router, REPOSITORY + "/models/:model/unload", context -> change(context, repository::unload));
    }

    private void post(Router router, String path, Handler<RoutingContext> answer) {
        var resource = Resource.at(router, answers, path);
        resource.on(HttpMethod.POST)
                .handler(context -> body.takeWithin(door.aside(Protocol.HTTP, false), door::full, context))
                .handler(context -> {
                    Exchange.of(context).works();
                    context.next();
                })
                .blockingHandler(context -> work(context, answer), false);
        resource.close();
    }

    private void work(RoutingContext context, Handler<RoutingContext> answer) {
        try {
            answers.guarded(context, () -> answer.handle(context));
        } finally {
            Exchange.of(context).worked();
        }
    }

    private void index(RoutingContext context) {
        var entries = repository.index(codec.decodeIndexRequest(bytes(context)));
        answers.json(context, 200, json(entries));
    }

    private void change(RoutingContext context, Consumer<ModelName> change) {
        checkParameters(context);
        change.accept(ModelPaths.path(context).name());
        answers.empty(context, 200);
    }

    /** What Triton lets a caller bring along is not taken here: a model is what its card says. */
    private void checkParameters(RoutingContext context) {
        for (var parameter : codec.decodeRepositoryParameters(bytes(context)).keySet()) {
            if (parameter.equals("config") || parameter.startsWith("file:")) {
                throw new InferenceError.InvalidRequest("The parameter '" + parameter
                                + "' is not supported: a model is what its card in the catalogue says.")
                        .asException();
            }
        }
    }

    private ByteBuffer bytes(RoutingContext context) {
        return body.bytes(context, Exchange.of(context).visit()::hold);
    }

    private static byte[] json(List<ModelRepository.Entry> entries) {
        return Json.write(json -> {
            json.writeStartArray();
            for (var entry : entries) {
                json.writeStartObject();
                json.writeStringField("name", entry.name().value());
                json.writeStringField("version", entry.version());
                json.writeStringField("state", entry.state().name());
                json.writeStringField("reason", entry.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
