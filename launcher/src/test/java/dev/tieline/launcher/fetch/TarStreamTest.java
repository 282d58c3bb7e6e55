package dev.tieline.launcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarStreamTest {

    @Test
    void shouldGiveTheFilesInOrderWithTheirBytes() throws Exception {
        var big = new byte[100_003];
        new Random(7).nextBytes(big);
        var tar = new TarBuilder()
                .file("package/a.txt", "alpha")
                .file("package/big.bin", big)
                .end();

        try (var stream = new TarStream(new ByteArrayInputStream(tar))) {
            assertThat(stream.next()).contains("package/a.txt");
            assertThat(stream.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("alpha");
            assertThat(stream.next()).contains("package/big.bin");
            assertThat(stream.readAllBytes()).isEqualTo(big);
            assertThat(stream.next()).isEmpty();
        }
    }

    @Test
    void shouldPassOverFilesThatNobodyReads() throws Exception {
        var tar = new TarBuilder()
                .file("a", "x".repeat(511))
                .file("b", "x".repeat(512))
                .file("c", "c")
                .end();

        try (var stream = new TarStream(new ByteArrayInputStream(tar))) {
            assertThat(stream.next()).contains("a");
            assertThat(stream.next()).contains("b");
            assertThat(stream.read()).isEqualTo('x');
            assertThat(stream.next()).contains("c");
            assertThat(stream.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("c");
        }
    }

    @Test
    void shouldTakeLongPathsFromTheExtendedHeader() throws Exception {
        var path = "package/" + "deep/".repeat(60) + "model.onnx";
        var tar = new TarBuilder()
                .entry('x', "PaxHeader/model.onnx", TarBuilder.pax("path", path))
                .file("package/deep/cut-off", "m")
                .file("package/next", "n")
                .end();

        try (var stream = new TarStream(new ByteArrayInputStream(tar))) {
            assertThat(stream.next()).contains(path);
            assertThat(stream.next()).contains("package/next");
        }
    }

    @Test
    void shouldPassOverFoldersAndLinks() throws Exception {
        var tar = new TarBuilder()
                .entry('5', "package/", new byte[0])
                .entry('2', "package/link", new byte[0])
                .file("package/a", "a")
                .end();

        try (var stream = new TarStream(new ByteArrayInputStream(tar))) {
            assertThat(stream.next()).contains("package/a");
        }
    }

    @Test
    void shouldRefuseAnArchiveThatIsCutOff() throws Exception {
        var tar = new TarBuilder().file("a", "x".repeat(2_000)).end();

        try (var stream = new TarStream(new ByteArrayInputStream(Arrays.copyOf(tar, 1_000)))) {
            assertThat(stream.next()).contains("a");
            assertThatThrownBy(stream::readAllBytes)
                    .isInstanceOf(EOFException.class)
                    .hasMessage("the tar archive ends inside a file");
        }
    }

    @Test
    void shouldRefuseASizeThatIsNotOctal() {
        var tar = new TarBuilder().file("a", "x").end();
        tar[124] = 'z';

        try (var stream = new TarStream(new ByteArrayInputStream(tar))) {
            assertThatThrownBy(stream::next).isInstanceOf(IOException.class).hasMessageContaining("which is not octal");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldReadOneEntryOfACompressedTarball(@TempDir Path folder) throws Exception {
        var file = folder.resolve("x.tgz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(new TarBuilder()
                    .file("package/a", "first")
                    .file("package/b", "second")
                    .end());
        }
        var tarball = new PackageArchive.Tarball(file);

        String second = tarball.read("package/b", bytes -> new String(bytes.readAllBytes(), StandardCharsets.UTF_8));

        assertThat(second).isEqualTo("second");
        assertThatThrownBy(() -> tarball.read("package/c", bytes -> 0))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("package/c");
    }
}
