package dev.tieline.edge.node;

import dev.tieline.models.Digest;
import dev.tieline.models.ModelManifestReader;
import dev.tieline.models.ModelRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The cards of a catalogue as files: a card's digest says exactly what was loaded. */
final class CatalogCards {

    private CatalogCards() {}

    /** The digest of the card of a model that the catalogue has. */
    static Digest digest(Path catalog, ModelRef model) {
        try (var files = Files.newDirectoryStream(catalog, "*.yaml")) {
            for (var file : files) {
                var card = Files.readAllBytes(file);
                var text = new String(card, StandardCharsets.UTF_8);
                if (ModelManifestReader.read(file.toString(), text).ref().equals(model)) {
                    return Digest.ofBytes(card);
                }
            }
        } catch (IOException e) {
            throw new StartFailure(
                    "The card of " + model + " in the catalogue " + catalog + " cannot be read: " + e, e);
        }
        throw new StartFailure("The catalogue " + catalog + " had a card of " + model
                + " a moment ago, and has none now. Maybe somebody writes to it");
    }
}
