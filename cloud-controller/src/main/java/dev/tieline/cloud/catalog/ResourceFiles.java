package dev.tieline.cloud.catalog;

import dev.tieline.policy.document.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of applied documents: {@code {folder}/{kind}/{name}.yaml}. A file is there whole or not at all. */
final class ResourceFiles {
    private static final String ENDING = ".yaml";
    private static final String DELETED = ".deleted";

    private final Path folder;

    /** Makes the folders. */
    ResourceFiles(Path folder) {
        this.folder = folder;
        for (var kind : Kind.values()) {
            var place = folder.resolve(kind.plural());
            try {
                Files.createDirectories(place);
            } catch (IOException e) {
                throw new NotStoredException(place, e);
            }
        }
    }

    /** All files of a kind, ordered by name. */
    List<Path> list(Kind kind) throws IOException {
        try (var files = Files.list(folder.resolve(kind.plural()))) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }

    Path file(Kind kind, String name) {
        return folder.resolve(kind.plural()).resolve(name + ENDING);
    }

    /** Where the file of a policy is once it was deleted, until it is deleted again. */
    Path deleted(String policy) {
        return folder.resolve(Kind.POLICY.plural()).resolve(policy + DELETED);
    }

    /** Replaces a file; after the return it outlives a loss of power. @throws NotStoredException if the disk refuses */
    void write(Kind kind, String name, byte[] bytes) {
        var file = file(kind, name);
        try {
            DurableFile.write(file, bytes);
        } catch (IOException e) {
            throw new NotStoredException(file, e);
        }
    }

    /** Takes a file away for good; that of a policy is kept as the one that was deleted last. */
    void delete(Kind kind, String name) {
        var file = file(kind, name);
        try {
            if (kind == Kind.POLICY && Files.exists(file)) {
                DurableFile.rename(file, deleted(name));
            } else {
                DurableFile.delete(file);
            }
        } catch (IOException e) {
            throw new NotStoredException(file, e);
        }
    }
}
