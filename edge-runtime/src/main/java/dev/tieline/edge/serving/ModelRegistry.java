package dev.tieline.edge.serving;

import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelName;
import dev.tieline.models.onnx.ModelSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The models that are loaded on this node, by name. Thread-safe. */
public final class ModelRegistry implements AutoCloseable {
    private final Map<String, ModelSession> sessions = new ConcurrentSkipListMap<>();

    /** Adds a session that has passed its golden sample. */
    public void add(ModelSession session) {
        var name = session.manifest().ref().name().value();
        if (sessions.putIfAbsent(name, session) != null) {
            throw new IllegalStateException("model " + name + " is loaded already");
        }
    }

    /** The session of a model, of that version where one is given. */
    public Optional<ModelSession> find(ModelName name, @Nullable String version) {
        return Optional.ofNullable(sessions.get(name.value()))
                .filter(session -> version == null
                        || version.equals(session.manifest().ref().version()));
    }

    /** The manifest of a model that is loaded. */
    public Optional<ModelManifest> manifest(ModelName name) {
        return find(name, null).map(ModelSession::manifest);
    }

    public List<ModelManifest> manifests() {
        return sessions.values().stream().map(ModelSession::manifest).toList();
    }

    @Override
    public void close() {
        var open = List.copyOf(sessions.values());
        sessions.clear();
        open.forEach(ModelSession::close);
    }
}
