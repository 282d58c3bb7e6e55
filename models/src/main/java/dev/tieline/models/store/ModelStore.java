package dev.tieline.models.store;

import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelRef;
import dev.tieline.models.PackageSource;
import dev.tieline.models.generated.GeneratedModels;
import dev.tieline.models.store.StoreFailure.BadFolder;
import dev.tieline.models.store.StoreFailure.Missing;
import dev.tieline.models.store.StoreFailure.NotRead;
import dev.tieline.models.store.StoreFailure.WrongSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A folder of files that are named by their SHA-256: {@code blobs/sha256/<hex>}. Thread-safe, and several processes may
 * use one folder. Files in the making lie in {@code making/} and are locked while their writer lives, so that those of
 * a process that was killed are known and removed when a store is opened.
 */
public final class ModelStore {
    private final Path blobs;
    private final Making making;

    /**
     * Opens a folder, makes it if it is not there, and removes what killed writers left. What downloads left stays for a
     * week.
     */
    public ModelStore(Path root) {
        this(root, InstantSource.system());
    }

    ModelStore(Path root, InstantSource clock) {
        this.blobs = root.resolve("blobs").resolve("sha256");
        try {
            Files.createDirectories(blobs);
            this.making =
                    Making.open(root.resolve("making"), name -> Files.exists(blobs.resolve(name)), clock.instant());
        } catch (IOException e) {
            throw new ModelStoreException(new BadFolder(root, e.toString()));
        }
    }

    /** The file of an artifact, if it is there with the declared size. Its digest was checked when it was added. */
    public Optional<Path> find(Artifact artifact) {
        var blob = blob(artifact);
        try {
            return Files.size(blob) == artifact.size() ? Optional.of(blob) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The file of a digest, if it is there, of whatever size. Its digest was checked when it was added. */
    public Optional<Path> find(Digest digest) {
        return Optional.of(blobs.resolve(digest.hex())).filter(Files::isRegularFile);
    }

    /** Whether every artifact of a model is there. */
    public boolean holds(ModelManifest model) {
        return model.artifacts().stream().allMatch(artifact -> find(artifact).isPresent());
    }

    /**
     * The file of an artifact.
     *
     * @throws ModelStoreException with Missing, which names the model, if it is not there; with WrongSize if a file of
     *     another size is
     */
    public Path require(ModelRef model, Artifact artifact) {
        return find(artifact).orElseThrow(() -> new ModelStoreException(absence(model, artifact)));
    }

    private StoreFailure absence(ModelRef model, Artifact artifact) {
        var blob = blob(artifact);
        try {
            return new WrongSize(artifact, "in " + blob, Files.size(blob));
        } catch (IOException e) {
            return new Missing(model.toString(), artifact, blob);
        }
    }

    /**
     * Adds the bytes of an artifact; the stream stays open.
     *
     * <p>A file that is there already is replaced, so adding again repairs a damaged one.
     *
     * @throws ModelStoreException if the stream fails or holds other bytes than declared, or the disk does not take them;
     *     the store is then as it was
     */
    public Path add(Artifact artifact, InputStream bytes) {
        return making.inNewFile(artifact, (file, channel) -> {
            var writer = new BlobWriter(artifact, file, channel, "in what was added", Progress.NONE);
            writer.append(bytes);
            writer.finish();
            return moveIn(artifact, file);
        });
    }

    /** Adds every artifact of a model from the archive of its package. */
    public void addPackage(ModelManifest model, Path archive) {
        var opened = PackageArchive.verify(model.source(), archive);
        for (var artifact : model.artifacts()) {
            try (var entry = opened.open(artifact.entry())) {
                add(artifact, entry);
            } catch (IOException e) {
                throw new ModelStoreException(
                        new NotRead(artifact, "from " + archive, 0, String.valueOf(e.getMessage())));
            }
        }
    }

    /** Adds a model that our own code makes. @throws IllegalArgumentException if its source is a package */
    public void addGenerated(ModelManifest model) {
        if (!(model.source() instanceof PackageSource.Generated generated)) {
            throw new IllegalArgumentException("the model " + model.ref() + " comes from " + model.source());
        }
        add(model.model(), new ByteArrayInputStream(GeneratedModels.bytes(generated.generator())));
    }

    /**
     * Downloads an artifact. A connection that breaks leaves what has come, and the next call asks for the rest only.
     * Blocks until the bytes are there; interrupt the thread to give up.
     *
     * @throws ModelStoreException if the server fails or sends other bytes than declared, or the disk does not take them
     */
    public Path download(Artifact artifact, URI source, Progress progress) {
        var present = find(artifact);
        if (present.isPresent()) {
            return present.get();
        }
        return making.inPartialFile(artifact, (file, channel) -> {
            var writer = new BlobWriter(artifact, file, channel, "from " + source, progress);
            new Download(artifact, source).into(writer);
            writer.finish();
            return moveIn(artifact, file);
        });
    }

    private Path blob(Artifact artifact) {
        return blobs.resolve(artifact.digest().hex());
    }

    private Path moveIn(Artifact artifact, Path file) throws IOException {
        var blob = blob(artifact);
        try {
            Files.move(file, blob, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // Another process finished the same download in the moment between our opening its part and locking it.
            return find(artifact).orElseThrow(() -> e);
        }
        // The name is on the disk only once the folder is.
        try (var folder = FileChannel.open(blobs, StandardOpenOption.READ)) {
            folder.force(true);
        }
        return blob;
    }
}
