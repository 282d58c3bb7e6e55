package dev.tieline.models;

import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The model cards of a folder. */
public final class ModelCatalog {
    private static final Comparator<ModelManifest> BY_REF = Comparator.comparing(ModelManifest::ref);

    private final List<ModelManifest> models;

    private ModelCatalog(Collection<ModelManifest> models) {
        this.models = models.stream().sorted(BY_REF).toList();
    }

    /**
     * Reads every {@code .yaml} file of a folder, not of the folders below it.
     *
     * @throws DocumentException if the folder or a card cannot be used, or two cards declare one reference
     */
    public static ModelCatalog read(Path folder) {
        List<Path> cards;
        try (var files = Files.list(folder)) {
            cards = files.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DocumentException(
                    new Place(folder.toString(), 1, ""), "cannot be read as a folder of model cards: " + e);
        }
        var byRef = new TreeMap<ModelRef, ModelManifest>();
        for (var card : cards) {
            var manifest = ModelManifestReader.read(card);
            if (byRef.putIfAbsent(manifest.ref(), manifest) != null) {
                throw new DocumentException(
                        new Place(card.toString(), 1, "model"), "another card declares " + manifest.ref() + " too");
            }
        }
        return new ModelCatalog(byRef.values());
    }

    /** A catalogue of models that need no file. */
    public static ModelCatalog of(ModelManifest... models) {
        return new ModelCatalog(List.of(models));
    }

    /** The model of a reference such as {@code minilm@1}, or of a name; of a name's versions the last in text order. */
    public Optional<ModelManifest> find(String nameOrRef) {
        return models.stream()
                .filter(model -> model.ref().toString().equals(nameOrRef)
                        || model.ref().name().value().equals(nameOrRef))
                .max(BY_REF);
    }

    /** All models, ordered by reference. */
    public List<ModelManifest> all() {
        return models;
    }
}
