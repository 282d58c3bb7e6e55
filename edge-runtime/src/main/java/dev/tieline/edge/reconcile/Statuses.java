package dev.tieline.edge.reconcile;

import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.edge.reconcile.Actual.Card;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.Artifact;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says how far each model is.
 *
 * @param actual what is there
 * @param plan what follows from it
 * @param failures why the last attempts failed, by model; not where its server is only away for a while
 * @param waiting the models whose refusal is no failure yet
 * @param work what is being done at this moment, if anything is
 * @param bytes how far the download has come that is being done
 */
record Statuses(
        Actual actual,
        Plan plan,
        Map<ModelRef, String> failures,
        Set<ModelRef> waiting,
        @Nullable ReconcileStep work,
        long bytes) {

    /** All models that are desired, in service, or going. A desired one stands here as desired. */
    SortedMap<ModelRef, ReportedModel> of(List<DesiredModel> desired, List<ModelRegistry.Held> retiring) {
        var all = inService(actual.loaded());
        if (work instanceof ReconcileStep.Unload(var ref)) {
            all.computeIfPresent(ref, (key, model) -> going(model));
        }
        for (var held : retiring) {
            all.putIfAbsent(
                    held.manifest().ref(), new ReportedModel(held.card(), held.pinned(), new ModelStatus.Unloading()));
        }
        for (var model : desired) {
            all.put(model.ref(), new ReportedModel(model.card().digest(), pinned(model), status(model)));
        }
        return all;
    }

    /** The models in service, as ready. */
    static SortedMap<ModelRef, ReportedModel> inService(Map<ModelName, Actual.Loaded> loaded) {
        var all = new TreeMap<ModelRef, ReportedModel>();
        for (var model : loaded.values()) {
            all.put(model.ref(), new ReportedModel(model.card(), model.pinned(), new ModelStatus.Ready()));
        }
        return all;
    }

    private static ReportedModel going(ReportedModel model) {
        return new ReportedModel(model.card(), model.pinned(), new ModelStatus.Unloading());
    }

    private boolean pinned(DesiredModel model) {
        var held = actual.loaded().get(model.ref().name());
        return held != null && held.pinned() && held.ref().equals(model.ref());
    }

    private ModelStatus status(DesiredModel model) {
        var refusal = plan.refusals().get(model.ref());
        var failure = failures.get(model.ref());
        var held = actual.loaded().get(model.ref().name());
        if (held != null
                && held.ref().equals(model.ref())
                && held.card().equals(model.card().digest())) {
            return new ModelStatus.Ready();
        } else if (refusal != null) {
            return waiting.contains(model.ref()) ? new ModelStatus.Pending() : new ModelStatus.Failed(refusal);
        } else if (work != null && work.ref().equals(model.ref())) {
            return working(model, work);
        }
        return failure == null ? new ModelStatus.Pending() : new ModelStatus.Failed(failure);
    }

    private ModelStatus working(DesiredModel model, ReconcileStep step) {
        return switch (step) {
            case ReconcileStep.FetchCard fetch ->
                new ModelStatus.Fetching(
                        Math.min(bytes, model.card().size()), model.card().size());
            case ReconcileStep.FetchArtifact(var wanted, var artifact) -> fetching(model, artifact);
            case ReconcileStep.Load load -> new ModelStatus.Loading();
            case ReconcileStep.Unload unload -> new ModelStatus.Pending();
        };
    }

    /** Of all files of the model, those that are there and the part of the one that is coming. */
    private ModelStatus fetching(DesiredModel model, Artifact coming) {
        if (!(actual.cards().get(model.card().digest()) instanceof Card.Read(var manifest))) {
            return new ModelStatus.Pending();
        }
        long total = 0;
        long there = 0;
        for (var artifact : manifest.artifacts()) {
            total += artifact.size();
            there += artifact.digest().equals(coming.digest())
                    ? Math.min(bytes, artifact.size())
                    : actual.files().contains(artifact.digest()) ? artifact.size() : 0;
        }
        return new ModelStatus.Fetching(there, total);
    }
}
