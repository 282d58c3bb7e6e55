package dev.tieline.edge.repository;

import dev.tieline.models.Digest;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelManifestReader;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A folder of model cards, read anew each time: cards are added while a node runs. */
public record CatalogFolder(Path folder) {

    /**
     * A card.
     *
     * @param digest of its exact bytes, which says exactly what was loaded
     */
    public record Card(ModelManifest manifest, Digest digest) {}

    /**
     * All cards: the {@code .yaml} files of the folder, not of those below it.
     *
     * @throws DocumentException if the folder or a card cannot be used, or two declare one model
     */
    public SortedMap<ModelRef, Card> read() {
        var cards = new TreeMap<ModelRef, Card>();
        try (var files = Files.list(folder)) {
            var ordered = files.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            for (var file : ordered) {
                var bytes = Files.readAllBytes(file);
                var text = new String(bytes, StandardCharsets.UTF_8);
                var manifest = ModelManifestReader.read(file.toString(), text);
                if (cards.putIfAbsent(manifest.ref(), new Card(manifest, Digest.ofBytes(bytes))) != null) {
                    throw new DocumentException(
                            new Place(file.toString(), 1, "model"), "another card declares " + manifest.ref() + " too");
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new DocumentException(
                    new Place(folder.toString(), 1, ""), "cannot be read as a folder of model cards: " + e);
        }
        return cards;
    }

    /** The card of a reference such as {@code minilm@1}, or of a name; of its versions the last in text order. */
    public static Optional<Card> find(SortedMap<ModelRef, Card> cards, String nameOrRef) {
        return last(
                cards,
                ref -> ref.toString().equals(nameOrRef) || ref.name().value().equals(nameOrRef));
    }

    /** The card of a name; of several versions the last in text order. */
    static Optional<Card> newest(SortedMap<ModelRef, Card> cards, ModelName name) {
        return last(cards, ref -> ref.name().equals(name));
    }

    private static Optional<Card> last(SortedMap<ModelRef, Card> cards, Predicate<ModelRef> wanted) {
        return cards.entrySet().stream()
                .filter(card -> wanted.test(card.getKey()))
                .reduce((earlier, later) -> later)
                .map(Map.Entry::getValue);
    }
}
