package dev.tieline.models.store;

import dev.tieline.models.Artifact;
import dev.tieline.models.store.StoreFailure.NotRead;
import dev.tieline.models.store.StoreFailure.NotWritten;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The folder of files in the making. Each is locked by its writer, and the lock ends with the writer's process: a file
 * that can be locked has no writer any more. Of those, files {@code *.new} are removed when the folder is opened. Files
 * {@code *.part} are parts of downloads and stay to be gone on with, unless the whole is there or they have not grown for
 * long.
 */
final class Making {

    /** Writes a file. */
    interface Work {
        Path write(Path file, FileChannel channel) throws IOException;
    }

    private static final String PART = ".part";
    /** For how long a part is kept that nobody goes on with. */
    private static final Duration PART_LIVES = Duration.ofDays(7);

    private final Path folder;
    private final ConcurrentHashMap<String, Object> downloads = new ConcurrentHashMap<>();

    private Making(Path folder) {
        this.folder = folder;
    }

    /** @param isThere whether the whole of a file is there, of the name that its parts have */
    static Making open(Path folder, Predicate<String> isThere, Instant now) throws IOException {
        Files.createDirectories(folder);
        var oldest = now.minus(PART_LIVES);
        try (var files = Files.newDirectoryStream(folder, "*.{new,part}")) {
            for (var file : files) {
                removeIf(
                        file,
                        () -> !isPart(file)
                                || isThere.test(wholeOf(file))
                                || changed(file).isBefore(oldest));
            }
        }
        return new Making(folder);
    }

    /** Writes in a file of its own, which is gone afterwards, moved or not. */
    Path inNewFile(Artifact artifact, Work work) {
        var file = folder.resolve(artifact.digest().hex() + "-" + UUID.randomUUID() + ".new");
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.lock();
            return work.write(file, channel);
        } catch (IOException e) {
            throw new ModelStoreException(new NotWritten(artifact, file, 0, 0, e.toString()));
        } finally {
            remove(file);
        }
    }

    /** Writes in the file that earlier tries began, which stays only if the source broke off. */
    Path inPartialFile(Artifact artifact, Work work) {
        var name = artifact.digest().hex();
        synchronized (downloads.computeIfAbsent(name, key -> new Object())) {
            var file = folder.resolve(name + PART);
            try (var channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                // If another process downloads the same, go without its part.
                return lock(channel) ? work.write(file, channel) : inNewFile(artifact, work);
            } catch (ModelStoreException e) {
                if (!(e.failure() instanceof NotRead)) {
                    remove(file);
                }
                throw e;
            } catch (IOException e) {
                remove(file);
                throw new ModelStoreException(new NotWritten(artifact, file, 0, 0, e.toString()));
            }
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** Removes a file that has no writer. */
    private static void removeIf(Path file, Condition condition) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (lock(channel) && condition.holds()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Its writer has moved it to its place meanwhile.
        }
    }

    private static boolean isPart(Path file) {
        return file.getFileName().toString().endsWith(PART);
    }

    private static String wholeOf(Path part) {
        var name = part.getFileName().toString();
        return name.substring(0, name.length() - PART.length());
    }

    private static Instant changed(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // The holder is another store of this process.
            return false;
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next open removes it; the failure that led here is the one to tell.
        }
    }
}
