package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.endpoint.Health;
import dev.tieline.edge.endpoint.ModelPath;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.ModelStatistics;
import dev.tieline.edge.serving.ModelStatistics.Snapshot;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipCodec;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** What is told of the models that are loaded here: metadata, readiness, configuration, statistics. */
final class ModelPaths {
    private static final Logger LOG = Logger.getLogger(ModelPaths.class);
    private static final String PLATFORM = "onnxruntime_onnx";
    private static final String BACKEND = "onnxruntime";

    private final OipCodec codec;
    private final Answers answers;
    private final ModelRegistry models;
    private final ModelStatistics statistics;
    private final Health health;

    ModelPaths(OipCodec codec, Answers answers, ModelRegistry models, ModelStatistics statistics, Health health) {
        this.health = health;
        this.codec = codec;
        this.answers = answers;
        this.models = models;
        this.statistics = statistics;
    }

    /** Adds the path of all models, which comes before that of one: no model is called {@code stats}. */
    void mountAll(Router router) {
        Resource.readAtLength(router, answers, "/v2/models/stats", this::allStats);
    }

    /** Adds the paths of one model. */
    void mount(Router router, String model) {
        Resource.readAtLength(router, answers, model, this::metadata);
        Resource.read(router, answers, model + "/ready", this::ready);
        Resource.readAtLength(router, answers, model + "/config", this::config);
        Resource.readAtLength(router, answers, model + "/stats", this::stats);
    }

    /** The model that a path names. @throws InferenceException {@code UnknownModel} if none can be called so */
    static ModelPath path(RoutingContext context) {
        return ModelPath.of(String.valueOf(context.pathParam("model")), context.pathParam("version"));
    }

    private void metadata(RoutingContext context) {
        answers.guarded(context, () -> answers.json(context, 200, codec.modelMetadata(manifest(context), PLATFORM)));
    }

    /** No model of a node that takes no requests is. */
    private void ready(RoutingContext context) {
        answers.guarded(context, () -> {
            var model = manifest(context).ref();
            var reasons = health.notReady();
            if (!reasons.isEmpty()) {
                throw new InferenceError.ModelNotReady(model.toString(), String.join(", and ", reasons)).asException();
            }
            LOG.debugf("Ready: %s", model);
            answers.empty(context, 200);
        });
    }

    private void config(RoutingContext context) {
        answers.guarded(
                context, () -> answers.json(context, 200, codec.modelConfig(manifest(context), PLATFORM, BACKEND)));
    }

    private void allStats(RoutingContext context) {
        answers.guarded(context, () -> {
            var all = new TreeMap<ModelRef, Optional<Snapshot>>();
            models.held().keySet().forEach(ref -> all.put(ref, Optional.empty()));
            statistics.all().forEach((ref, snapshot) -> all.put(ref, Optional.of(snapshot)));
            answers.json(context, 200, StatisticsJson.write(all));
        });
    }

    /** Of a model that is loaded or ran here before: of the version that is asked for, or of all. */
    private void stats(RoutingContext context) {
        answers.guarded(context, () -> {
            var path = path(context);
            var found = new TreeMap<ModelRef, Optional<Snapshot>>();
            models.manifest(path.name(), path.version()).ifPresent(held -> found.put(held.ref(), Optional.empty()));
            statistics.all().forEach((ref, snapshot) -> {
                if (fits(path, ref)) {
                    found.put(ref, Optional.of(snapshot));
                }
            });
            if (found.isEmpty()) {
                throw unknown(path);
            }
            answers.json(context, 200, StatisticsJson.write(found));
        });
    }

    private static boolean fits(ModelPath path, ModelRef ref) {
        return ref.name().equals(path.name())
                && (path.version() == null || path.version().equals(ref.version()));
    }

    private ModelManifest manifest(RoutingContext context) {
        var path = path(context);
        return models.manifest(path.name(), path.version()).orElseThrow(() -> unknown(path));
    }

    private static InferenceException unknown(ModelPath path) {
        return new InferenceException(new InferenceError.UnknownModel(path.toString()));
    }
}
