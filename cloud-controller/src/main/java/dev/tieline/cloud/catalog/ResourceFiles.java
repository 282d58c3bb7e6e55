package dev.tieline.cloud.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The files of applied documents: {@code {folder}/{kind}/{name}.yaml}. A file is there whole or not at all. */
final class ResourceFiles {
    private static final String ENDING = ".yaml";
    private static final String UNFINISHED = ".new";

    private final Path folder;

    /** Makes the folders and removes what a killed writer left. */
    ResourceFiles(Path folder) {
        this.folder = folder;
        for (var kind : Kind.values()) {
            var place = folder.resolve(kind.plural());
            try {
                Files.createDirectories(place);
                for (var left : list(place, UNFINISHED)) {
                    Files.deleteIfExists(left);
                }
            } catch (IOException e) {
                throw new NotStoredException(place, e);
            }
        }
    }

    /** All files of a kind, ordered by name. */
    List<Path> list(Kind kind) throws IOException {
        return list(folder.resolve(kind.plural()), ENDING);
    }

    Path file(Kind kind, String name) {
        return folder.resolve(kind.plural()).resolve(name + ENDING);
    }

    /** Replaces a file; after the return it outlives a loss of power. @throws NotStoredException if the disk refuses */
    void write(Kind kind, String name, byte[] bytes) {
        var file = file(kind, name);
        var fresh = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            try (var channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                writeAll(channel, ByteBuffer.wrap(bytes));
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(folder.resolve(kind.plural()));
        } catch (IOException e) {
            throw new NotStoredException(file, e);
        }
    }

    /** Removes a file for good. */
    void delete(Kind kind, String name) {
        var file = file(kind, name);
        try {
            Files.deleteIfExists(file);
            force(folder.resolve(kind.plural()));
        } catch (IOException e) {
            throw new NotStoredException(file, e);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    // A name is on the disk only once its folder is.
    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static List<Path> list(Path folder, String ending) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
