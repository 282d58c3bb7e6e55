package dev.tieline.edge.reconcile;

import dev.tieline.devices.log.LogEvent;
import dev.tieline.edge.serving.CheckedSession;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.onnx.ModelLoadException;
import dev.tieline.models.store.ModelStore;
import dev.tieline.models.store.ModelStoreException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Puts models into service whose files are there. */
final class ModelLoader {
    private static final Logger LOG = Logger.getLogger(ModelLoader.class);

    private final ModelRegistry registry;
    private final ModelStore store;
    private final LocalModels local;
    private final LoadingNote note;

    ModelLoader(ModelRegistry registry, ModelStore store, LocalModels local, LoadingNote note) {
        this.registry = registry;
        this.store = store;
        this.local = local;
        this.note = note;
    }

    /** Why a model could not be loaded; nothing if it is in service now. */
    Optional<String> load(ReconcileStep.Load load) {
        note.begin(load.model().card().digest());
        try {
            return loadNoted(load);
        } finally {
            note.end();
        }
    }

    private Optional<String> loadNoted(ReconcileStep.Load load) {
        var manifest = load.manifest();
        try {
            var session = CheckedSession.open(manifest, store.require(load.ref(), manifest.model()));
            registry.put(
                    session, load.model().card().digest(), false, load.model().label());
            new LogEvent("model_loaded")
                    .with("model", load.ref())
                    .with("digest", manifest.model().digest())
                    .log(() -> LOG.infof(
                            "Loaded %s (%s)", load.ref(), manifest.model().digest()));
            return Optional.empty();
        } catch (ModelLoadException e) {
            if (e.getCause() instanceof ModelStoreException damage && LocalModels.isDamage(damage)) {
                local.discard(manifest.model());
            }
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (ModelStoreException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            // Whatever native code does with a bad model must not end the reconciler: the others go on.
            LOG.errorf(e, "Loading %s failed unexpectedly", load.ref());
            return Optional.of("loading it failed unexpectedly: " + e);
        }
    }
}
