package dev.tieline.launcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelManifestReader;
import dev.tieline.models.PackageSource;
import dev.tieline.models.generated.GeneratedModels;
import dev.tieline.models.store.ModelStore;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFetcherTest {
    private static final byte[] WEIGHTS = "weights".getBytes(StandardCharsets.UTF_8);
    private static final byte[] VOCABULARY = "vocabulary".getBytes(StandardCharsets.UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final List<String> progress = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private ModelStore store;

    @BeforeEach
    void openStore() {
        store = new ModelStore(folder.resolve("store"));
    }

    @Test
    void shouldTakeTheFilesOfAModelFromItsPackage() throws Exception {
        var model = card(digest(jar()), digest(WEIGHTS), digest(VOCABULARY));

        fetcher(leaving(jar())).fetch(model);

        assertThat(store.require(model.ref(), model.model())).hasBinaryContent(WEIGHTS);
        assertThat(model.assets().values())
                .singleElement()
                .satisfies(
                        asset -> assertThat(store.require(model.ref(), asset)).hasBinaryContent(VOCABULARY));
        assertThat(progress)
                .containsExactly(
                        "Fetching words@1 from maven a.group:words:1.0 ...", "words@1 is in the store (17 bytes)");
        assertNothingTemporaryIsLeft();
    }

    @Test
    void shouldStartNoClientAndSayNothingWhenTheModelIsThere() throws Exception {
        var model = card(digest(jar()), digest(WEIGHTS), digest(VOCABULARY));
        fetcher(leaving(jar())).fetch(model);
        progress.clear();

        fetcher(new PackageClient("Nobody", List.of("/no/such/client"), "")).fetch(model);

        assertThat(progress).isEmpty();
    }

    @Test
    void shouldMakeAGeneratedModel() throws Exception {
        var bytes = GeneratedModels.bytes("simple");
        var model = ModelManifestReader.read("simple.yaml", """
                apiVersion: tieline.dev/model/v1
                model: simple@1
                description: Sum and difference.
                licence: Apache-2.0
                source: {generated: simple}
                file: {entry: simple.onnx, digest: "%s", size: %d}
                inputs: [{name: INPUT0, type: INT32, shape: [-1,16]}]
                outputs: [{name: OUTPUT0, type: INT32, shape: [-1,16]}]
                memory: 1000
                label: {class: public}
                golden:
                  inputs: [{name: INPUT0, shape: [1,16], repeat: [1]}]
                  outputs: [{name: OUTPUT0, shape: [1,16], head: [2]}]
                  tolerance: 0
                """.formatted(digest(bytes), bytes.length));

        fetcher(new PackageClient("Nobody", List.of("/no/such/client"), "")).fetch(model);

        assertThat(store.holds(model)).isTrue();
    }

    @Test
    void shouldRefuseAPackageThatIsNotThePinnedOne() throws Exception {
        var pinned = "0".repeat(64);
        var model = card(pinned, digest(WEIGHTS), digest(VOCABULARY));

        assertThatThrownBy(() -> fetcher(leaving(jar())).fetch(model))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("cannot fetch the model words@1: the package maven a.group:words:1.0 at ")
                .hasMessageContaining("it has the digest sha256:" + digest(jar()))
                .hasMessageContaining(pinned);
        assertThat(store.find(model.model())).isEmpty();
        assertNothingTemporaryIsLeft();
    }

    @Test
    void shouldRefuseAFileThatIsNotThePinnedOne() throws Exception {
        var model = card(digest(jar()), "1".repeat(64), digest(VOCABULARY));

        assertThatThrownBy(() -> fetcher(leaving(jar())).fetch(model))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("words@1")
                .hasMessageContaining("model.onnx")
                .hasMessageContaining("sha256:" + digest(WEIGHTS));
        assertThat(store.holds(model)).isFalse();
        assertNothingTemporaryIsLeft();
    }

    @Test
    void shouldNameTheEntryThatAPackageLacks() throws Exception {
        var jar = zip("other.onnx", WEIGHTS);
        var model = card(digest(jar), digest(WEIGHTS), digest(VOCABULARY));

        assertThatThrownBy(() -> fetcher(leaving(jar)).fetch(model))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("it has no file 'model.onnx'");
    }

    @Test
    void shouldLeaveNothingWhenTheClientFails() throws Exception {
        var model = card(digest(jar()), digest(WEIGHTS), digest(VOCABULARY));
        var failing = new PackageClient("Shell", List.of("/bin/sh", "-c", "echo half > words.jar; exit 1"), "");

        assertThatThrownBy(() -> fetcher(failing).fetch(model)).isInstanceOf(CommandFailure.class);
        assertThat(store.find(model.model())).isEmpty();
        assertNothingTemporaryIsLeft();
    }

    @Test
    void shouldRemoveWhatAKilledFetchLeftButNotWhatAnotherUses() throws Exception {
        var killed = new ProcessBuilder("true").start();
        assertThat(killed.waitFor()).isZero();
        var left = Files.createDirectories(folder.resolve("tmp/fetch-" + killed.pid() + "-1"));
        Files.write(left.resolve("words.jar"), WEIGHTS);
        var used = Files.createDirectories(
                folder.resolve("tmp/fetch-" + ProcessHandle.current().pid() + "-1"));
        var model = card(digest(jar()), digest(WEIGHTS), digest(VOCABULARY));

        fetcher(leaving(jar())).fetch(model);

        assertThat(left).doesNotExist();
        assertThat(used).isDirectory();
    }

    private ModelFetcher fetcher(PackageClient client) {
        var clients = new ModelFetcher.Clients() {
            @Override
            public PackageClient of(PackageSource.Maven source) {
                return client;
            }

            @Override
            public PackageClient of(PackageSource.Npm source) {
                return client;
            }
        };
        return new ModelFetcher(store, folder.resolve("tmp"), clients, progress::add);
    }

    private PackageClient leaving(byte[] archive) throws Exception {
        var file = Files.write(folder.resolve("in-the-registry"), archive);
        return new PackageClient("Shell", List.of("/bin/sh", "-c", "cp '" + file + "' words.jar"), "");
    }

    private void assertNothingTemporaryIsLeft() {
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    private static String digest(byte[] bytes) {
        return Digest.ofBytes(bytes).hex();
    }

    private static byte[] jar() throws Exception {
        return zip("model.onnx", WEIGHTS, "tokenizer.json", VOCABULARY);
    }

    private static byte[] zip(Object... namesAndContents) throws Exception {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                var entry = new ZipEntry((String) namesAndContents[i]);
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write((byte[]) namesAndContents[i + 1]);
            }
        }
        return out.toByteArray();
    }

    private static ModelManifest card(String jar, String model, String tokenizer) {
        return ModelManifestReader.read(
                "words.yaml", """
                apiVersion: tieline.dev/model/v1
                model: words@1
                description: Words.
                licence: Apache-2.0
                source: {maven: {group: a.group, artifact: words, version: "1.0", digest: "%s"}}
                file: {entry: model.onnx, digest: "%s", size: %d}
                assets: {tokenizer: {entry: tokenizer.json, digest: "%s", size: %d}}
                inputs: [{name: x, type: FP32, shape: [1]}]
                outputs: [{name: y, type: FP32, shape: [1]}]
                memory: 1000
                label: {class: public}
                golden:
                  inputs: [{name: x, shape: [1], values: [1]}]
                  outputs: [{name: y, shape: [1], head: [1]}]
                  tolerance: 0
                """.formatted(jar, model, WEIGHTS.length, tokenizer, VOCABULARY.length));
    }
}
