package dev.tieline.edge.repository;

import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The repository of a node whose controller says what it holds: it tells, and changes nothing. */
public final class ManagedRepository implements ModelRepository {
    private final ModelRegistry models;
    private final Supplier<? extends Map<ModelRef, ReportedModel>> reported;

    /**
     * Makes it.
     *
     * @param reported how far the node is with each model that it holds or should hold, as the controller is told
     */
    public ManagedRepository(ModelRegistry models, Supplier<? extends Map<ModelRef, ReportedModel>> reported) {
        this.models = models;
        this.reported = reported;
    }

    @Override
    public List<Entry> index(boolean readyOnly) {
        var entries = new TreeMap<ModelRef, Entry>();
        if (!readyOnly) {
            reported.get().forEach((ref, model) -> entries.put(ref, entry(ref, model.status())));
        }
        models.held().keySet().forEach(ref -> entries.put(ref, entry(ref, State.READY, "")));
        return List.copyOf(entries.values());
    }

    @Override
    public void load(ModelName name) {
        throw new RepositoryFailure.Managed(name).asException();
    }

    @Override
    public void unload(ModelName name) {
        throw new RepositoryFailure.Managed(name).asException();
    }

    private static Entry entry(ModelRef ref, ModelStatus status) {
        return switch (status) {
            case ModelStatus.Pending pending -> entry(ref, State.LOADING, "the controller wants it here");
            case ModelStatus.Fetching(long bytes, long total) ->
                entry(ref, State.LOADING, bytes + " of " + total + " bytes of its files are here");
            case ModelStatus.Loading loading -> entry(ref, State.LOADING, "");
            // What it says of itself is for operators: it may name files and servers.
            case ModelStatus.Failed failed ->
                entry(ref, State.UNAVAILABLE, "the last attempt to bring it here failed, and the node tries again");
            case ModelStatus.Unloading unloading -> entry(ref, State.UNLOADING, "");
            // It was when this was reported, and is not now.
            case ModelStatus.Ready ready -> entry(ref, State.UNAVAILABLE, "");
        };
    }

    private static Entry entry(ModelRef ref, State state, String reason) {
        return new Entry(ref.name(), ref.version(), state, reason);
    }
}
