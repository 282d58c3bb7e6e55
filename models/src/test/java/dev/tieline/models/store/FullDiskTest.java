package dev.tieline.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.store.StoreFailure.NotWritten;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    private static final byte[] BYTES = new byte[1 << 20];
    private static final Artifact ARTIFACT = new Artifact("model.onnx", Digest.ofBytes(BYTES), BYTES.length);

    @Test
    void shouldGoOnAfterAShortWriteAndSayHowFarItCame(@TempDir Path folder) throws IOException {
        var file = folder.resolve("x");
        try (var disk =
                new FullDisk(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE), 100_000)) {
            var writer = new BlobWriter(ARTIFACT, file, disk, "here", Progress.NONE);

            assertThatThrownBy(() -> writer.append(new ByteArrayInputStream(BYTES)))
                    .isInstanceOfSatisfying(
                            ModelStoreException.class,
                            e -> assertThat(e.failure())
                                    .isInstanceOfSatisfying(
                                            NotWritten.class,
                                            failure -> assertThat(failure.written())
                                                    .isEqualTo(100_000)))
                    .hasMessageContaining("100000 of 1048576 bytes were written")
                    .hasMessageContaining("No space left on device. Maybe the disk is full");
        }
        assertThat(file).hasSize(100_000);
    }

    @Test
    void shouldLeaveNothingOnAFullDisk(@TempDir Path folder) throws Exception {
        // A disk of 256 KiB, where the machine lets us mount one.
        if (run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.toString()) != 0) {
            System.out.println(
                    "FullDiskTest: this user may not mount a file system, so /dev/full stands for the full disk.");
            refusesTheDeviceThatIsAlwaysFull();
            return;
        }
        try {
            leavesNothingAndGoesOnOnceThereIsRoom(folder);
        } finally {
            assertThat(run("umount", folder.toString())).isZero();
        }
    }

    private static void leavesNothingAndGoesOnOnceThereIsRoom(Path folder) throws IOException {
        var store = new ModelStore(folder);

        assertThatThrownBy(() -> store.add(ARTIFACT, new ByteArrayInputStream(BYTES)))
                .isInstanceOfSatisfying(
                        ModelStoreException.class, e -> assertThat(e.failure()).isInstanceOf(NotWritten.class))
                .hasMessageContaining("model.onnx")
                .hasMessageContaining("of 1048576 bytes were written and 0 bytes are free");

        assertThat(store.find(ARTIFACT)).isEmpty();
        try (var files = Files.list(folder.resolve("making"))) {
            assertThat(files).isEmpty();
        }
        var small = new byte[100_000];
        var artifact = new Artifact("small.onnx", Digest.ofBytes(small), small.length);
        assertThat(store.add(artifact, new ByteArrayInputStream(small))).hasSize(small.length);
    }

    private static void refusesTheDeviceThatIsAlwaysFull() throws IOException {
        var device = Path.of("/dev/full");
        try (var channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
            var writer = new BlobWriter(ARTIFACT, device, channel, "here", Progress.NONE);
            assertThatThrownBy(() -> writer.append(new ByteArrayInputStream(BYTES)))
                    .isInstanceOf(ModelStoreException.class)
                    .hasMessageContaining("0 of 1048576 bytes were written");
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
