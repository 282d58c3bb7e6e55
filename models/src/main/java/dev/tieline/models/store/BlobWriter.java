package dev.tieline.models.store;

import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.store.StoreFailure.NotRead;
import dev.tieline.models.store.StoreFailure.NotWritten;
import dev.tieline.models.store.StoreFailure.WrongDigest;
import dev.tieline.models.store.StoreFailure.WrongSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Writes the bytes of one artifact into a file and holds them against its size and digest on the way. */
final class BlobWriter {
    private static final int CHUNK = 64 * 1024;

    private final Artifact artifact;
    private final Path file;
    private final FileChannel channel;
    private final MessageDigest sha256 = Digest.newSha256();
    private final Progress progress;
    private final String where;
    private long written;

    BlobWriter(Artifact artifact, Path file, FileChannel channel, String where, Progress progress) {
        this.artifact = artifact;
        this.file = file;
        this.channel = channel;
        this.where = where;
        this.progress = progress;
    }

    /** Bytes that are there. */
    long written() {
        return written;
    }

    /** Takes the bytes that the file has already into account, and goes on after them. */
    void resume() {
        var chunk = ByteBuffer.allocate(CHUNK);
        try {
            while (channel.read(chunk) >= 0) {
                sha256.update(chunk.flip());
                written += chunk.limit();
                chunk.clear();
            }
        } catch (IOException e) {
            throw new ModelStoreException(
                    new NotRead(artifact, "from " + file, written, String.valueOf(e.getMessage())));
        }
    }

    /** Throws away what the file has. */
    void restart() {
        try {
            channel.truncate(0);
            channel.position(0);
        } catch (IOException e) {
            throw notWritten(e);
        }
        sha256.reset();
        written = 0;
    }

    /** Appends a stream up to its end. @throws ModelStoreException as soon as there are more bytes than declared */
    void append(InputStream source) {
        var chunk = new byte[CHUNK];
        int length;
        while ((length = read(source, chunk)) >= 0) {
            if (written + length > artifact.size()) {
                throw new ModelStoreException(new WrongSize(artifact, where, artifact.size() + 1));
            }
            sha256.update(chunk, 0, length);
            write(ByteBuffer.wrap(chunk, 0, length));
            progress.at(written, artifact.size());
        }
    }

    /** Checks size and digest and forces the bytes to the disk. */
    void finish() {
        if (written != artifact.size()) {
            throw new ModelStoreException(new WrongSize(artifact, where, written));
        }
        var actual = Digest.of(sha256);
        if (!actual.equals(artifact.digest())) {
            throw new ModelStoreException(new WrongDigest(artifact, where, actual));
        }
        try {
            channel.force(true);
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    private int read(InputStream source, byte[] chunk) {
        try {
            return source.read(chunk);
        } catch (IOException e) {
            throw new ModelStoreException(new NotRead(artifact, where, written, String.valueOf(e.getMessage())));
        }
    }

    private void write(ByteBuffer chunk) {
        try {
            // A full disk shows first as a short write, and as an exception only when written to again.
            while (chunk.hasRemaining()) {
                var count = channel.write(chunk);
                if (count <= 0) {
                    throw new IOException("the disk took no more bytes");
                }
                written += count;
            }
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    private ModelStoreException notWritten(IOException e) {
        long free;
        try {
            free = Files.getFileStore(file).getUsableSpace();
        } catch (IOException unknown) {
            free = 0;
        }
        return new ModelStoreException(new NotWritten(artifact, file, written, free, String.valueOf(e.getMessage())));
    }
}
