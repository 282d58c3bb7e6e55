package dev.tieline.e2e;

import dev.tieline.launcher.process.Fleet;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.generated.EndlessModel;
import dev.tieline.models.store.ModelStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The folder of one group of processes, under {@code target}: their state, their files, their logs. */
public final class Workplace implements AutoCloseable {
    /** A node of the archive that the build made, as {@code ./tieline node} runs it. */
    public static final Path NODE = Path.of("../edge-runtime/target/quarkus-app/quarkus-run.jar")
            .toAbsolutePath()
            .normalize();

    /** A copy of the model {@code simple} under a name of its own, so that one node can hold what others do not. */
    public static final String REGIONAL = "regional";

    private static final Path CATALOG = Path.of("../models/catalog");
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Path folder;
    private final Fleet fleet;

    private Workplace(Path folder) {
        this.folder = folder;
        this.fleet = new Fleet(folder.resolve("logs"), GRACE);
    }

    /** Makes an empty workplace with a catalogue and a store of the models. */
    public static Workplace make(String name) {
        var folder = Path.of("target", "e2e", name).toAbsolutePath();
        try {
            delete(folder);
            Files.createDirectories(folder.resolve("logs"));
            var place = new Workplace(folder);
            place.writeCatalog();
            place.fillStore();
            return place;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path folder() {
        return folder;
    }

    Fleet fleet() {
        return fleet;
    }

    public Path catalog() {
        return folder.resolve("catalog");
    }

    public Path store() {
        return folder.resolve("models");
    }

    /** The card of a model, as it is applied. */
    public String card(String name) {
        try {
            return Files.readString(catalog().resolve(name + ".yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a model's artefacts, named by their digests. */
    List<Path> blobs(String name) {
        var store = new ModelStore(store());
        return ModelCatalog.read(catalog()).find(name).orElseThrow().artifacts().stream()
                .map(artifact -> store.find(artifact).orElseThrow())
                .toList();
    }

    /** Writes a file of this workplace. */
    public Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a model that only a stop ends, {@code endless}, to the catalogue and the store. */
    void addEndlessModel() throws IOException {
        var model = EndlessModel.manifest().model();
        write("catalog/endless.yaml", """
                apiVersion: tieline.dev/model/v1
                model: endless@1
                description: Doubles a number as often as it is told.
                licence: Apache-2.0
                source: {generated: endless}
                file: {entry: endless.onnx, digest: "%s", size: %d}
                inputs: [{name: rounds, type: INT64, shape: [1]}, {name: x, type: INT64, shape: [1]}]
                outputs: [{name: y, type: INT64, shape: [1]}]
                memory: 1000000
                label: {class: public}
                golden:
                  inputs: [{name: rounds, shape: [1], values: [3]}, {name: x, shape: [1], values: [1]}]
                  outputs: [{name: y, shape: [1], head: [8]}]
                  tolerance: 0
                """.formatted(model.digest(), model.size()));
        var file = EndlessModel.file(folder);
        try (var bytes = Files.newInputStream(file)) {
            new ModelStore(store()).add(model, bytes);
        }
    }

    /** Ends every process. */
    @Override
    public void close() {
        fleet.close();
    }

    private void writeCatalog() throws IOException {
        Files.createDirectories(catalog());
        try (var cards = Files.newDirectoryStream(CATALOG, "*.yaml")) {
            for (var card : cards) {
                Files.copy(
                        card,
                        catalog().resolve(Objects.requireNonNull(card.getFileName())),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        var simple = Files.readString(CATALOG.resolve("simple.yaml"));
        write("catalog/" + REGIONAL + ".yaml", simple.replace("model: simple@1", "model: " + REGIONAL + "@1"));
    }

    private void fillStore() throws IOException {
        var models = ModelCatalog.read(catalog());
        var store = new ModelStore(store());
        store.addGenerated(models.find("simple").orElseThrow());
        for (var artifact : models.find("minilm").orElseThrow().artifacts()) {
            store.add(artifact, new ByteArrayInputStream(resource(artifact.entry())));
        }
    }

    private static byte[] resource(String entry) throws IOException {
        try (InputStream bytes = Workplace.class.getResourceAsStream("/" + entry)) {
            if (bytes == null) {
                throw new IllegalStateException("the class path has no " + entry);
            }
            return bytes.readAllBytes();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}
