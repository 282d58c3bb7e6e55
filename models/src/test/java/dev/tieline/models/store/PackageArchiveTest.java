package dev.tieline.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.Digest;
import dev.tieline.models.PackageSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageArchiveTest {
    private static final byte[] CONTENT = "the weights".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void shouldOpenAnEntryOfAJar() throws IOException {
        var jar = folder.resolve("a.jar");
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("models/"));
            zip.putNextEntry(new ZipEntry("models/toy.onnx"));
            zip.write(CONTENT);
        }
        var archive = PackageArchive.verify(new PackageSource.Maven("g", "a", "1", digest(jar)), jar);

        try (var entry = archive.open("models/toy.onnx")) {
            assertThat(entry.readAllBytes()).isEqualTo(CONTENT);
        }
        assertThatThrownBy(() -> archive.open("models/none.onnx"))
                .isInstanceOf(ModelStoreException.class)
                .hasMessage("the package maven g:a:1 at " + jar + " cannot be used: it has no file 'models/none.onnx'");
        assertThatThrownBy(() -> archive.open("models/")).hasMessageContaining("it has no file 'models/'");
    }

    @Test
    void shouldOpenAnEntryOfATarball() throws IOException {
        var tarball = tarball(
                Tar.file("package/package.json", new byte[513]), Tar.file("package/toy.onnx", CONTENT), Tar.END);
        var archive = PackageArchive.verify(npm(tarball), tarball);

        try (var entry = archive.open("package/toy.onnx")) {
            assertThat(entry.readAllBytes()).isEqualTo(CONTENT);
        }
        assertThatThrownBy(() -> archive.open("toy.onnx"))
                .hasMessageContaining("npm @acme/toy@1 at")
                .hasMessageContaining("it has no file 'toy.onnx'");
    }

    @Test
    void shouldReadLongPathsOfBothFormats() throws IOException {
        var directory = "package/" + "d".repeat(120);
        var pax = "p".repeat(150);
        var tarball = tarball(
                Tar.prefixed(directory, "toy.onnx", CONTENT),
                Tar.pax("27 mtime=1700000000.123456\n" + (pax.length() + 18) + " path=package/" + pax + "\n"),
                Tar.file("package/short", new byte[] {7}),
                Tar.END);
        var archive = PackageArchive.verify(npm(tarball), tarball);

        try (var entry = archive.open(directory + "/toy.onnx")) {
            assertThat(entry.readAllBytes()).isEqualTo(CONTENT);
        }
        try (var entry = archive.open("package/" + pax)) {
            assertThat(entry.read()).isEqualTo(7);
            assertThat(entry.read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldRefuseAnotherArchiveThanTheCardPins() throws IOException {
        var tarball = tarball(Tar.file("package/toy.onnx", CONTENT), Tar.END);
        var pinned = new PackageSource.Npm("@acme/toy", "1", Digest.ofBytes(new byte[0]));

        assertThatThrownBy(() -> PackageArchive.verify(pinned, tarball))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining(
                        "it has the digest " + digest(tarball) + ", and " + pinned.digest() + " is declared");
    }

    @Test
    void shouldSayThatAnArchiveIsMissing() {
        var none = folder.resolve("none.tgz");

        assertThatThrownBy(
                        () -> PackageArchive.verify(new PackageSource.Npm("a", "1", Digest.ofBytes(new byte[0])), none))
                .hasMessageContaining("it is not readable: java.nio.file.NoSuchFileException");
    }

    @Test
    void shouldRefuseADamagedTarStream() throws IOException {
        var wrongSum = Tar.file("package/toy.onnx", CONTENT);
        wrongSum[0] = 'q';
        var cutOff = Arrays.copyOf(Tar.file("package/toy.onnx", CONTENT), 515);

        assertThatThrownBy(() ->
                        open(tarball(wrongSum, Tar.END), "package/toy.onnx").readAllBytes())
                .hasMessageContaining("has a header with the checksum");
        assertThatThrownBy(() -> open(tarball(cutOff), "package/toy.onnx").readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessage("the tar stream ends 8 bytes before its file does");
        assertThatThrownBy(() -> open(tarball(new byte[100]), "package/toy.onnx"))
                .hasMessageContaining("ends inside a header");
        assertThatThrownBy(() -> open(Files.write(folder.resolve("x.tgz"), CONTENT), "package/toy.onnx"))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("it is not readable");
    }

    @Test
    void shouldRefuseAModelThatComesFromNoPackage() {
        assertThatThrownBy(() -> PackageArchive.verify(new PackageSource.Generated("simple"), folder))
                .hasMessageContaining("this model comes from no package");
    }

    private static java.io.InputStream open(Path tarball, String entry) throws IOException {
        return PackageArchive.verify(npm(tarball), tarball).open(entry);
    }

    private static PackageSource npm(Path tarball) throws IOException {
        return new PackageSource.Npm("@acme/toy", "1", digest(tarball));
    }

    private static Digest digest(Path file) throws IOException {
        return Digest.ofBytes(Files.readAllBytes(file));
    }

    private Path tarball(byte[]... blocks) throws IOException {
        var file = folder.resolve("a.tgz");
        try (var zip = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (var block : blocks) {
                zip.write(block);
            }
        }
        return file;
    }

    /** Writes tar blocks. */
    private static final class Tar {
        static final byte[] END = new byte[1024];

        static byte[] file(String name, byte[] content) {
            return entry("", name, '0', content);
        }

        static byte[] prefixed(String prefix, String name, byte[] content) {
            return entry(prefix, name, '0', content);
        }

        static byte[] pax(String records) {
            return entry("", "PaxHeader", 'x', records.getBytes(StandardCharsets.UTF_8));
        }

        private static byte[] entry(String prefix, String name, char kind, byte[] content) {
            var header = new byte[512];
            put(header, 0, name);
            put(header, 124, "%011o".formatted(content.length));
            put(header, 156, String.valueOf(kind));
            put(header, 257, "ustar\00000");
            put(header, 345, prefix);
            put(header, 148, "        ");
            var sum = 0;
            for (var b : header) {
                sum += b & 0xff;
            }
            put(header, 148, "%06o\0 ".formatted(sum));
            var entry = new ByteArrayOutputStream();
            entry.writeBytes(header);
            entry.writeBytes(content);
            entry.writeBytes(new byte[(512 - content.length % 512) % 512]);
            return entry.toByteArray();
        }

        private static void put(byte[] header, int offset, String text) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(bytes, 0, header, offset, bytes.length);
        }
    }
}
