package dev.tieline.edge.endpoint.grpc;

import dev.tieline.edge.endpoint.ModelPath;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryIndexRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryIndexResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryModelLoadRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryModelLoadResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryModelUnloadRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.RepositoryModelUnloadResponse;
import dev.tieline.edge.repository.ModelRepository;
import dev.tieline.edge.repository.RepositoryFailure;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The methods of the model repository extension ({@code extension_model_repository.md}). */
final class RepositoryMethods {
    private final ModelRepository repository;
    private final Tasks tasks;

    RepositoryMethods(ModelRepository repository, Tasks tasks) {
        this.repository = repository;
        this.tasks = tasks;
    }

    /** The methods by their names in the service. */
    Map<String, Method> methods() {
        return Map.of(
                "RepositoryIndex",
                Method.work(exchange -> new Asked<>(exchange, RepositoryIndexRequest.parser(), this::index)),
                "RepositoryModelLoad",
                Method.work(exchange -> new Asked<>(exchange, RepositoryModelLoadRequest.parser(), this::load)),
                "RepositoryModelUnload",
                Method.work(exchange -> new Asked<>(exchange, RepositoryModelUnloadRequest.parser(), this::unload)));
    }

    private void index(Exchange exchange, RepositoryIndexRequest question) {
        tasks.answer(exchange, () -> {
            var answer = RepositoryIndexResponse.newBuilder();
            repository.index(question.getReady()).forEach(entry -> answer.addModels(ModelMessages.index(entry)));
            return answer.build();
        });
    }

    private void load(Exchange exchange, RepositoryModelLoadRequest question) {
        if (question.getParametersCount() > 0) {
            throw new InvalidRequest("A model is loaded as its card in the catalogue says, and the request has the"
                            + " parameters " + question.getParametersMap().keySet() + ". Maybe send none.")
                    .asException();
        }
        var name = ModelPath.of(question.getModelName(), null).name();
        tasks.answer(exchange, () -> {
            alone(name, repository::load);
            return RepositoryModelLoadResponse.getDefaultInstance();
        });
    }

    /** {@code unload_dependents}, the one parameter that is known, has no effect: no model here depends on another. */
    private void unload(Exchange exchange, RepositoryModelUnloadRequest question) {
        var name = ModelPath.of(question.getModelName(), null).name();
        tasks.answer(exchange, () -> {
            alone(name, repository::unload);
            return RepositoryModelUnloadResponse.getDefaultInstance();
        });
    }

    /**
     * Makes a change on a thread of its own. Nothing can interrupt it, and the node waits for its requests as it goes: then
     * its caller is told so, and the change ends by itself.
     */
    private static void alone(ModelName name, Consumer<ModelName> change) {
        var task = new FutureTask<@Nullable Void>(() -> change.accept(name), null);
        Thread.ofPlatform().daemon().name("tieline-repository").start(task);
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RepositoryFailure.ShuttingDown(name).asException();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
