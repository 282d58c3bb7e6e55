package dev.tieline.models.store;

import dev.tieline.models.Digest;
import dev.tieline.models.PackageSource;
import dev.tieline.models.store.StoreFailure.BadPackage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;

/** The archive of a package, a jar or an npm tarball, whose digest is the one that a card pins. */
public final class PackageArchive {
    private static final int CHUNK = 64 * 1024;

    private final PackageSource source;
    private final Path archive;

    private PackageArchive(PackageSource source, Path archive) {
        this.source = source;
        this.archive = archive;
    }

    /**
     * Opens an archive after a check of its digest.
     *
     * @throws ModelStoreException with BadPackage, which names both digests, if it is another archive
     */
    public static PackageArchive verify(PackageSource source, Path archive) {
        var expected = switch (source) {
            case PackageSource.Maven maven -> maven.digest();
            case PackageSource.Npm npm -> npm.digest();
            case PackageSource.Generated generated ->
                throw new ModelStoreException(
                        new BadPackage(source.toString(), archive, "this model comes from no package"));
        };
        var opened = new PackageArchive(source, archive);
        var actual = opened.digest();
        if (!actual.equals(expected)) {
            throw opened.bad("it has the digest " + actual + ", and " + expected + " is declared");
        }
        return opened;
    }

    /**
     * The bytes of an entry; closing the stream closes the archive.
     *
     * @param entry its whole path in the archive; in an npm tarball it begins with {@code package/}
     * @throws ModelStoreException with BadPackage if there is no such file or the archive is not readable
     */
    public InputStream open(String entry) {
        try {
            return source instanceof PackageSource.Npm ? openTarball(entry) : openJar(entry);
        } catch (IOException e) {
            throw bad("it is not readable: " + e.getMessage());
        }
    }

    private InputStream openJar(String entry) throws IOException {
        var jar = new ZipFile(archive.toFile());
        var found = jar.getEntry(entry);
        if (found == null || found.isDirectory()) {
            jar.close();
            throw bad("it has no file '" + entry + "'");
        }
        return new FilterInputStream(jar.getInputStream(found)) {
            @Override
            public void close() throws IOException {
                jar.close();
            }
        };
    }

    private InputStream openTarball(String entry) throws IOException {
        var file = Files.newInputStream(archive);
        try {
            var found = TarReader.find(new GZIPInputStream(file, CHUNK), entry);
            if (found.isPresent()) {
                return found.get();
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
        file.close();
        throw bad("it has no file '" + entry + "'");
    }

    private Digest digest() {
        var sha256 = Digest.newSha256();
        try (var file = Files.newInputStream(archive)) {
            var chunk = new byte[CHUNK];
            int length;
            while ((length = file.read(chunk)) >= 0) {
                sha256.update(chunk, 0, length);
            }
        } catch (IOException e) {
            throw bad("it is not readable: " + e);
        }
        return Digest.of(sha256);
    }

    private ModelStoreException bad(String problem) {
        return new ModelStoreException(new BadPackage(source.toString(), archive, problem));
    }
}
