package dev.tieline.cloud.catalog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The right of one process to write into a home. It ends with the process, however that ends. */
final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws ConflictException if somebody else has it */
    static HomeLock take(Path home) {
        var file = home.resolve("lock");
        try {
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new ConflictException(
                        "another controller uses " + home + ". Maybe stop it, or choose another home");
            }
            return new HomeLock(channel);
        } catch (IOException e) {
            throw new NotStoredException(file, e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // The holder is in this process.
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new NotStoredException(Path.of("lock"), e);
        }
    }
}
