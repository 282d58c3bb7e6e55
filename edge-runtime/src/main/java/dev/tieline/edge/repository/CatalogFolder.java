package dev.tieline.edge.repository;

import dev.tieline.models.Digest;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelManifestReader;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A folder of model cards, read anew each time: cards are added while a node runs. */
record CatalogFolder(Path folder) {

    /**
     * A card.
     *
     * @param digest of its exact bytes
     */
    record Card(ModelManifest manifest, Digest digest) {}

    /** All cards. @throws DocumentException if the folder or a card cannot be used, or two declare one model */
    SortedMap<ModelRef, Card> read() {
        var cards = new TreeMap<ModelRef, Card>();
        try (var files = Files.newDirectoryStream(folder, "*.yaml")) {
            for (var file : files) {
                var bytes = Files.readAllBytes(file);
                var text = new String(bytes, StandardCharsets.UTF_8);
                var manifest = ModelManifestReader.read(file.toString(), text);
                if (cards.putIfAbsent(manifest.ref(), new Card(manifest, Digest.ofBytes(bytes))) != null) {
                    throw new DocumentException(
                            new Place(file.toString(), 1, "model"), "another card declares " + manifest.ref() + " too");
                }
            }
        } catch (IOException e) {
            throw new DocumentException(
                    new Place(folder.toString(), 1, ""), "cannot be read as a folder of model cards: " + e);
        }
        return cards;
    }

    /** The card of a name; of several versions the last in text order. */
    static Optional<Card> newest(SortedMap<ModelRef, Card> cards, ModelName name) {
        return cards.entrySet().stream()
                .filter(card -> card.getKey().name().equals(name))
                .reduce((earlier, later) -> later)
                .map(Map.Entry::getValue);
    }
}
