package dev.tieline.launcher.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;

/** A fetched package, from which single files are read; nothing else of it is ever unpacked. */
sealed interface PackageArchive {

    /**
     * Hands one file of the package to a reader.
     *
     * @param entry its path inside the package
     * @throws NoSuchFileException if there is no such file
     */
    <T> T read(String entry, Reader<T> reader) throws IOException;

    /** What becomes of an entry's bytes. */
    interface Reader<T> {
        T read(InputStream bytes) throws IOException;
    }

    /** A jar, as Maven repositories carry it. */
    record Jar(Path file) implements PackageArchive {
        @Override
        public <T> T read(String entry, Reader<T> reader) throws IOException {
            try (var zip = new ZipFile(file.toFile())) {
                var found = zip.getEntry(entry);
                if (found == null) {
                    throw new NoSuchFileException(entry);
                }
                try (var bytes = zip.getInputStream(found)) {
                    return reader.read(bytes);
                }
            }
        }
    }

    /** A compressed tarball, as the npm registry carries it. */
    record Tarball(Path file) implements PackageArchive {
        @Override
        public <T> T read(String entry, Reader<T> reader) throws IOException {
            try (var tar =
                    new TarStream(new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16))) {
                for (var name = tar.next(); name.isPresent(); name = tar.next()) {
                    if (name.get().equals(entry)) {
                        return reader.read(tar);
                    }
                }
            }
            throw new NoSuchFileException(entry);
        }
    }
}
