package dev.tieline.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelRef;
import dev.tieline.models.TestManifests;
import dev.tieline.models.store.StoreFailure.Missing;
import dev.tieline.models.store.StoreFailure.NotRead;
import dev.tieline.models.store.StoreFailure.WrongDigest;
import dev.tieline.models.store.StoreFailure.WrongSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
    private static final byte[] BYTES = bytes(200_000);
    private static final Artifact ARTIFACT = new Artifact("model.onnx", Digest.ofBytes(BYTES), BYTES.length);

    @TempDir
    Path root;

    private ModelStore store;

    @BeforeEach
    void open() {
        store = new ModelStore(root);
    }

    @Test
    void shouldKeepBytesUnderTheirDigest() throws IOException {
        var path = store.add(ARTIFACT, stream(BYTES));

        assertThat(path)
                .isEqualTo(
                        root.resolve("blobs/sha256").resolve(ARTIFACT.digest().hex()));
        assertThat(Files.readAllBytes(path)).isEqualTo(BYTES);
        assertThat(store.find(ARTIFACT)).contains(path);
        assertThat(store.require(ModelRef.of("toy@1"), ARTIFACT)).isEqualTo(path);
        assertThat(new ModelStore(root).find(ARTIFACT)).contains(path);
        assertThat(making()).isEmpty();
    }

    @Test
    void shouldFindBytesByTheirDigestAlone() {
        assertThat(store.find(ARTIFACT.digest())).isEmpty();

        var path = store.add(ARTIFACT, stream(BYTES));

        assertThat(store.find(ARTIFACT.digest())).contains(path);
    }

    @Test
    void shouldSayWhichModelLacksWhichFile() {
        assertThat(store.find(ARTIFACT)).isEmpty();
        assertThatThrownBy(() -> store.require(ModelRef.of("toy@1"), ARTIFACT))
                .isInstanceOfSatisfying(
                        ModelStoreException.class, e -> assertThat(e.failure()).isInstanceOf(Missing.class))
                .hasMessageContaining("the file model.onnx of the model toy@1 is not in the store")
                .hasMessageContaining(ARTIFACT.digest().hex());
    }

    @Test
    void shouldTellAFileThatWasCutFromOneThatIsNotThere() throws IOException {
        var file = store.add(ARTIFACT, stream(BYTES));
        Files.write(file, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> store.require(ModelRef.of("toy@1"), ARTIFACT))
                .isInstanceOfSatisfying(
                        ModelStoreException.class, e -> assertThat(e.failure()).isInstanceOf(WrongSize.class))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("it has 3");
    }

    @Test
    void shouldRefuseOtherBytesOfTheSameLengthAndLeaveNothing() {
        var other = BYTES.clone();
        other[100_000]++;

        assertThatThrownBy(() -> store.add(ARTIFACT, stream(other)))
                .isInstanceOfSatisfying(
                        ModelStoreException.class,
                        e -> assertThat(e.failure())
                                .isEqualTo(new WrongDigest(ARTIFACT, "in what was added", Digest.ofBytes(other))))
                .hasMessageContaining("model.onnx")
                .hasMessageContaining(ARTIFACT.digest().toString());
        assertNothingLeft();
    }

    @Test
    void shouldRefuseTooFewBytesAndLeaveNothing() {
        assertThatThrownBy(() -> store.add(ARTIFACT, new ByteArrayInputStream(BYTES, 0, 199_999)))
                .isInstanceOfSatisfying(
                        ModelStoreException.class, e -> assertThat(e.failure()).isInstanceOf(WrongSize.class))
                .hasMessageContaining("is declared with 200000 bytes, and in what was added it has 199999");
        assertNothingLeft();
    }

    @Test
    void shouldStopAtTheFirstByteTooManyAndLeaveNothing() {
        var endless = new InputStream() {
            @Override
            public int read() {
                return 1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return length;
            }
        };

        assertThatThrownBy(() -> store.add(ARTIFACT, new SequenceInputStream(stream(BYTES), endless)))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("it has more than that");
        assertNothingLeft();
    }

    @Test
    void shouldSayThatTheSourceBrokeAndLeaveNothing() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the cable is out");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        };

        assertThatThrownBy(() ->
                        store.add(ARTIFACT, new SequenceInputStream(new ByteArrayInputStream(BYTES, 0, 10), broken)))
                .isInstanceOfSatisfying(
                        ModelStoreException.class, e -> assertThat(e.failure()).isInstanceOf(NotRead.class))
                .hasMessageContaining("10 of 200000 bytes were read: the cable is out");
        assertNothingLeft();
    }

    @Test
    void shouldRepairADamagedFileWhenItIsAddedAgain() throws IOException {
        var path = store.add(ARTIFACT, stream(BYTES));
        Files.write(path, new byte[BYTES.length]);

        store.add(ARTIFACT, stream(BYTES));

        assertThat(Files.readAllBytes(path)).isEqualTo(BYTES);
    }

    @Test
    void shouldNotFindAFileThatWasCutOff() throws IOException {
        var path = store.add(ARTIFACT, stream(BYTES));

        Files.write(path, new byte[] {1});

        assertThat(store.find(ARTIFACT)).isEmpty();
    }

    @Test
    void shouldNoticeAtLoadingThatAFileWasChanged() throws IOException {
        var path = store.add(ARTIFACT, stream(BYTES));
        assertThat(ArtifactFile.read(ARTIFACT, path).remaining()).isEqualTo(BYTES.length);

        Files.write(path, new byte[BYTES.length]);

        assertThatThrownBy(() -> ArtifactFile.read(ARTIFACT, path))
                .isInstanceOfSatisfying(
                        ModelStoreException.class, e -> assertThat(e.failure()).isInstanceOf(WrongDigest.class))
                .hasMessageContaining(path.toString())
                .hasMessageContaining("Maybe the file was damaged");
        assertThatThrownBy(() -> ArtifactFile.read(ARTIFACT, path.resolveSibling("none")))
                .isInstanceOfSatisfying(
                        ModelStoreException.class, e -> assertThat(e.failure()).isInstanceOf(NotRead.class));
    }

    @Test
    void shouldTakeTheSameBytesFromManyAtOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var adds = IntStream.range(0, 32)
                    .mapToObj(i -> threads.submit(() -> store.add(ARTIFACT, stream(BYTES))))
                    .toList();
            for (var add : adds) {
                assertThat(Files.readAllBytes(add.get())).isEqualTo(BYTES);
            }
        }
        assertThat(making()).isEmpty();
    }

    @Test
    void shouldRemoveWhatAKilledWriterLeftButNotWhatAnotherIsWriting() throws IOException {
        var left = root.resolve("making/aa-1.new");
        var inUse = root.resolve("making/bb-2.new");
        Files.write(left, new byte[3]);
        try (var channel = FileChannel.open(inUse, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();

            new ModelStore(root);

            assertThat(left).doesNotExist();
            assertThat(inUse).exists();
        }
    }

    @Test
    void shouldSayThatAFolderCannotBeUsed() throws IOException {
        var file = Files.write(root.resolve("file"), new byte[1]);

        assertThatThrownBy(() -> new ModelStore(file))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining(file + " cannot be used as a model store");
    }

    @Test
    void shouldAddAGeneratedModel() {
        var simple = TestManifests.simple();

        store.addGenerated(simple);

        assertThat(store.holds(simple)).isTrue();
        assertThatThrownBy(() -> store.addGenerated(TestManifests.catalog("minilm")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the model minilm@1 comes from maven dev.langchain4j");
    }

    private void assertNothingLeft() {
        assertThat(store.find(ARTIFACT)).isEmpty();
        assertThat(making()).isEmpty();
    }

    private List<Path> making() {
        try (var files = Files.list(root.resolve("making"))) {
            return files.toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
