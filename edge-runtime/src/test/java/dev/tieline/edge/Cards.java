package dev.tieline.edge;

import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelManifestReader;
import dev.tieline.models.generated.GeneratedModels;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.onnx.SessionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Cards of the generated model {@code simple} under any reference, and variations of them. */
public final class Cards {
    private static final String SIMPLE = read(Path.of("../models/catalog/simple.yaml"));

    /** Those read so far: properties look at the same ones again and again. */
    private static final Map<String, ModelManifest> MANIFESTS = new ConcurrentHashMap<>();

    private Cards() {}

    /** The card of {@code simple}, as if it were the model of another reference. */
    public static String simple(String ref) {
        return replaced(SIMPLE, "model: simple@1", "model: " + ref);
    }

    /** The same card, of a model that takes so much memory. */
    public static String withMemory(String card, long bytes) {
        return replaced(card, "memory: 2000000", "memory: " + bytes);
    }

    /** The same card, with another key of one line, such as {@code trainedOn: {class: special}}. */
    public static String with(String card, String line) {
        return replaced(card, "memory: ", line + "\nmemory: ");
    }

    /** The same card, with a golden sample that the model does not pass. */
    public static String withWrongGolden(String card) {
        return replaced(card, "head: [1, 2, 3", "head: [7, 2, 3");
    }

    /** The same card, of another model file. */
    public static String withFile(String card, Artifact file) {
        var simple = manifest(card).model();
        return replaced(
                replaced(card, simple.digest().toString(), file.digest().toString()),
                "size: " + simple.size(),
                "size: " + file.size());
    }

    public static byte[] bytes(String card) {
        return card.getBytes(StandardCharsets.UTF_8);
    }

    /** The card as something to download. */
    public static Artifact artifact(String card) {
        return artifact("card.yaml", bytes(card));
    }

    public static Artifact artifact(String entry, byte[] bytes) {
        return new Artifact(entry, Digest.ofBytes(bytes), bytes.length);
    }

    public static ModelManifest manifest(String card) {
        return MANIFESTS.computeIfAbsent(card, text -> ModelManifestReader.read("card.yaml", text));
    }

    /** A session of the model that a card describes. */
    public static ModelSession open(String card, Path folder) {
        try {
            var file = Files.write(folder.resolve("simple.onnx"), GeneratedModels.bytes("simple"));
            return ModelSession.open(manifest(card), file, SessionSettings.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String replaced(String card, String before, String after) {
        if (!card.contains(before)) {
            throw new IllegalArgumentException("the card has no '" + before + "': " + card);
        }
        return card.replace(before, after);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
