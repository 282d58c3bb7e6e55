package dev.tieline.edge.knowledge;

import dev.tieline.policy.document.DurableFile;
import dev.tieline.policy.document.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The folder of what the node was told last: documents that outlive the process, each whole or not there at all. */
final class LastKnown {
    private final Path folder;

    /** Opens the folder, and makes it if it is not there. @throws UncheckedIOException if that cannot be done */
    LastKnown(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " of what the node was told cannot be made", e);
        }
    }

    /** The name that errors give to a document. */
    String source(String name) {
        return folder.resolve(name).toString();
    }

    /** A document, if it is there. @throws dev.tieline.policy.document.DocumentException if it cannot be read */
    Optional<String> read(String name) {
        var file = folder.resolve(name);
        return Files.exists(file) ? Optional.of(YamlReader.text(file)) : Optional.empty();
    }

    /** Replaces a document. On the disk when this returns. @throws UncheckedIOException if the disk does not take it */
    void write(String name, byte[] bytes) {
        var file = folder.resolve(name);
        try {
            DurableFile.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file, e);
        }
    }

    void write(String name, String text) {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Removes a document, if it is there, which needs no room. @throws UncheckedIOException if the disk does not let go of it */
    void remove(String name) {
        var file = folder.resolve(name);
        try {
            DurableFile.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }

    /** Removes all documents whose names begin so, except some. */
    void removeOthers(String prefix, Set<String> kept) {
        try (var files = Files.newDirectoryStream(folder, prefix + "*")) {
            for (var file : files) {
                if (!kept.contains(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove old documents of " + folder, e);
        }
    }
}
