package dev.tieline.edge.node;

import dev.tieline.devices.log.LogEvent;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.repository.CatalogFolder;
import dev.tieline.edge.repository.LocalTenure;
import dev.tieline.edge.serving.CheckedSession;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.ModelRef;
import dev.tieline.models.onnx.ModelLoadException;
import dev.tieline.models.store.ModelStore;
import dev.tieline.models.store.ModelStoreException;
import dev.tieline.policy.document.DocumentException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Loads the models that the configuration names, as far as policy lets them be here: card, artefact, session, golden sample. */
final class ModelLoading {
    private static final Logger LOG = Logger.getLogger(ModelLoading.class);

    private ModelLoading() {}

    /**
     * Loads them one by one. One that policy forbids is left out with a loud word, and the others serve.
     *
     * @param policy says which may be here
     * @param stopped whether the rest is needed no more
     * @throws StartFailure saying which cannot be loaded, and why
     */
    static void load(NodeConfig.Models config, ModelRegistry registry, DecisionPoint policy, BooleanSupplier stopped) {
        var names = config.load().orElse(List.of());
        if (names.isEmpty()) {
            return;
        }
        try {
            var cards = new CatalogFolder(config.catalog()).read();
            var store = new ModelStore(config.store());
            for (var name : new LinkedHashSet<>(names)) {
                if (stopped.getAsBoolean()) {
                    return;
                }
                var card = CatalogFolder.find(cards, name).orElseThrow(() -> unknown(name, config, cards.keySet()));
                var manifest = card.manifest();
                if (registry.manifest(manifest.ref().name()).isPresent()) {
                    throw new StartFailure("The models to load are " + names + ", and that names "
                            + manifest.ref().name() + " twice; a node holds one version of a name.");
                }
                if (isForbidden(card, cards, policy)) {
                    continue;
                }
                var file = store.require(manifest.ref(), manifest.model());
                registry.put(CheckedSession.open(manifest, file), card.digest(), true, LocalTenure.label(card, cards));
                new LogEvent("model_loaded")
                        .with("model", manifest.ref())
                        .with("digest", manifest.model().digest())
                        .log(() -> LOG.infof(
                                "Loaded %s (%s)",
                                manifest.ref(), manifest.model().digest()));
            }
        } catch (DocumentException | ModelStoreException | ModelLoadException e) {
            throw new StartFailure(e);
        }
    }

    private static boolean isForbidden(
            CatalogFolder.Card card, SortedMap<ModelRef, CatalogFolder.Card> cards, DecisionPoint policy) {
        var ref = card.manifest().ref();
        var reason = LocalTenure.obstacle(card, cards, policy);
        reason.ifPresent(why -> new LogEvent("model_refused")
                .with("model", ref)
                .with("reason", why)
                .log(() -> LOG.errorf("%s IS NOT LOADED: %s", ref, why)));
        return reason.isPresent();
    }

    private static StartFailure unknown(String name, NodeConfig.Models config, Collection<ModelRef> refs) {
        var known = refs.stream().map(ModelRef::toString).collect(Collectors.joining(", "));
        return new StartFailure("The catalogue " + config.catalog() + " has no model '" + name + "'. It has: " + known);
    }
}
