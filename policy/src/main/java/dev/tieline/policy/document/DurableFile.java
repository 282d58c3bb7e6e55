package dev.tieline.policy.document;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Replaces a small file as a whole: after a crash at any moment the file holds either what it held or what was written.
 */
public final class DurableFile {

    private DurableFile() {}

    /**
     * Writes the bytes, waits for the disk, and puts them in the file's place; makes its folder if it is not there. One
     * writer of a file at a time. A crash may leave a file {@code NAME.new} beside it, which the next writing takes over and deleting removes.
     *
     * @throws IOException if the disk does not take them; the file is then as it was
     */
    public static void write(Path file, byte[] bytes) throws IOException {
        var folder = folderOf(file);
        Files.createDirectories(folder);
        var fresh = fresh(file);
        try {
            writeAndForce(fresh, bytes);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        force(folder);
    }

    /** Deletes the file, if it is there, and waits for the disk. */
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            force(folderOf(file));
        }
        var left = fresh(file);
        if (Files.isRegularFile(left, LinkOption.NOFOLLOW_LINKS)) { // of a crash; whatever else is there is not ours
            Files.deleteIfExists(left);
        }
    }

    /**
     * Gives the file another name in its folder, in place of what has that name, and waits for the disk, which needs no
     * room for it.
     *
     * @throws IOException if that cannot be; the file then has the name that it had
     */
    public static void rename(Path file, Path name) throws IOException {
        Files.move(file, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(folderOf(name));
    }

    private static Path fresh(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "the root of a disk is no file");
    }

    private static void writeAndForce(Path file, byte[] bytes) throws IOException {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    // A name is on the disk only once its folder is.
    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
