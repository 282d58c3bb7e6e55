package dev.tieline.edge.reconcile;

import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.edge.reconcile.Actual.Card;
import dev.tieline.edge.reconcile.Actual.Loaded;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelManifestReader;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.store.ArtifactFile;
import dev.tieline.models.store.ModelStore;
import dev.tieline.models.store.ModelStoreException;
import dev.tieline.models.store.StoreFailure;
import dev.tieline.policy.document.DocumentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Looks at what is there: what the registry has in service, and what the store holds. Not thread-safe. */
final class LocalModels {
    private static final Logger LOG = Logger.getLogger(LocalModels.class);

    private final ModelRegistry registry;
    private final ModelStore store;
    private final long memoryLimit;
    private final Admittance admittance;
    /** The desired cards that were read, by digest: what a digest stands for never changes. */
    private final Map<Digest, Card> cards = new HashMap<>();

    LocalModels(ModelRegistry registry, ModelStore store, long memoryLimit, Admittance admittance) {
        this.registry = registry;
        this.store = store;
        this.memoryLimit = memoryLimit;
        this.admittance = admittance;
    }

    /**
     * What is there for a desired state.
     *
     * @param resting the models that are not to be tried now
     * @param before the cards of what was in service when the node ran last, while it starts; none later
     */
    Actual detect(DesiredState desired, Set<ModelRef> resting, Set<Digest> before) {
        cards.keySet()
                .retainAll(desired.models().stream()
                        .map(model -> model.card().digest())
                        .collect(Collectors.toSet()));
        desired.models().forEach(this::readCard);
        var files = files();
        hear(desired);
        return new Actual(
                loaded(),
                cards,
                files,
                resting,
                forbidden(),
                denied(desired, files, before),
                retiringBytes(),
                memoryLimit);
    }

    private void hear(DesiredState desired) {
        var known = new HashSet<Digest>();
        desired.models().forEach(model -> known.add(model.card().digest()));
        registry.held().values().forEach(held -> known.add(held.card()));
        admittance.retain(known);
        desired.models().forEach(admittance::hear);
    }

    /** Why policy does not let models stay that are in service. */
    SortedMap<ModelRef, String> forbidden() {
        var forbidden = new TreeMap<ModelRef, String>();
        registry.held().forEach((ref, held) -> admittance.keep(held).ifPresent(why -> forbidden.put(ref, why)));
        return forbidden;
    }

    private SortedMap<ModelRef, String> denied(DesiredState desired, Set<Digest> files, Set<Digest> before) {
        var denied = new TreeMap<ModelRef, String>();
        var held = registry.held();
        for (var model : desired.models()) {
            var card = model.card().digest();
            var there = held.get(model.ref());
            if (there == null || !there.card().equals(card)) {
                var why = before.contains(card)
                                && cards.get(card) instanceof Card.Read(var manifest)
                                && holds(files, manifest)
                        ? admittance.keep(model, manifest)
                        : admittance.bring(model, cards.get(card));
                why.ifPresent(reason -> denied.put(model.ref(), reason));
            }
        }
        return denied;
    }

    private static boolean holds(Set<Digest> files, ModelManifest manifest) {
        return manifest.artifacts().stream().allMatch(artifact -> files.contains(artifact.digest()));
    }

    /** Whether the card of a model is in the store and can be read. */
    boolean holdsCard(DesiredModel model) {
        readCard(model);
        return cards.containsKey(model.card().digest());
    }

    /** Forgets a file of the store that turned out to be damaged, so that it is fetched again. */
    void discard(Artifact artifact) {
        store.find(artifact).ifPresent(file -> {
            try {
                Files.deleteIfExists(file);
                LOG.warnf("Removed the damaged file %s from the store", file);
            } catch (IOException e) {
                LOG.warnf("Cannot remove the damaged file %s from the store: %s", file, e);
            }
        });
    }

    /** The models in service. */
    SortedMap<ModelName, Loaded> loaded() {
        var loaded = new TreeMap<ModelName, Loaded>();
        registry.held()
                .forEach((ref, held) -> loaded.put(
                        ref.name(),
                        new Loaded(
                                ref, held.card(), held.pinned(), held.manifest().memoryBytes())));
        return loaded;
    }

    /** The cards of the models in service. */
    Set<Digest> inService() {
        return registry.held().values().stream().map(ModelRegistry.Held::card).collect(Collectors.toSet());
    }

    private long retiringBytes() {
        return registry.retiring().stream()
                .mapToLong(held -> held.manifest().memoryBytes())
                .sum();
    }

    private Set<Digest> files() {
        var files = new HashSet<Digest>();
        for (var card : cards.values()) {
            if (card instanceof Card.Read(var manifest)) {
                manifest.artifacts().stream()
                        .filter(artifact -> store.find(artifact).isPresent())
                        .forEach(artifact -> files.add(artifact.digest()));
            }
        }
        return files;
    }

    private void readCard(DesiredModel model) {
        var artifact = model.card();
        if (!cards.containsKey(artifact.digest()) && artifact.size() <= ReconcilePlanner.MAX_CARD_BYTES) {
            store.find(artifact)
                    .flatMap(file -> read(model, file))
                    .ifPresent(card -> cards.put(artifact.digest(), card));
        }
    }

    private Optional<Card> read(DesiredModel model, Path file) {
        try {
            var text = StandardCharsets.UTF_8
                    .decode(ArtifactFile.read(model.card(), file))
                    .toString();
            return Optional.of(new Card.Read(ModelManifestReader.read("the card of " + model.ref(), text)));
        } catch (DocumentException e) {
            return Optional.of(new Card.Unusable("its card cannot be used: " + e.getMessage()));
        } catch (ModelStoreException e) {
            if (isDamage(e)) {
                discard(model.card());
            } else {
                LOG.warnf("Cannot read the card of %s: %s", model.ref(), e.getMessage());
            }
            return Optional.empty();
        }
    }

    /** Whether the file is there and is not what its name says. */
    static boolean isDamage(ModelStoreException failure) {
        return failure.failure() instanceof StoreFailure.WrongDigest
                || failure.failure() instanceof StoreFailure.WrongSize;
    }
}
