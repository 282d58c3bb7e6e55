package dev.tieline.models.store;

import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.store.StoreFailure.NotRead;
import dev.tieline.models.store.StoreFailure.WrongDigest;
import dev.tieline.models.store.StoreFailure.WrongSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a file of the store for use. */
public final class ArtifactFile {

    private ArtifactFile() {}

    /**
     * The bytes of an artifact in direct memory, after a check of their length and digest.
     *
     * @throws ModelStoreException with NotRead, WrongSize or WrongDigest
     */
    public static ByteBuffer read(Artifact artifact, Path file) {
        var where = "in " + file;
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() != artifact.size()) {
                throw new ModelStoreException(new WrongSize(artifact, where, channel.size()));
            }
            var bytes =
                    ByteBuffer.allocateDirect(Math.toIntExact(artifact.size())).order(ByteOrder.nativeOrder());
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new ModelStoreException(new WrongSize(artifact, where, bytes.position()));
                }
            }
            var actual = Digest.ofBytes(bytes.flip());
            if (!actual.equals(artifact.digest())) {
                throw new ModelStoreException(new WrongDigest(artifact, where, actual));
            }
            return bytes;
        } catch (IOException e) {
            throw new ModelStoreException(new NotRead(artifact, where, 0, e.toString()));
        }
    }
}
