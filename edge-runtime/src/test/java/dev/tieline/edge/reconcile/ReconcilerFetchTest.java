package dev.tieline.edge.reconcile;

import static dev.tieline.edge.reconcile.ReconcilingNode.SIMPLE_FILE;
import static dev.tieline.edge.reconcile.ReconcilingNode.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.FreePort;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.edge.Cards;
import dev.tieline.models.Artifact;
import dev.tieline.models.ModelRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that have to be fetched, from a server with a mind of its own. */
class ReconcilerFetchTest {
    private static final int PADDING = 400_000;
    private static final String SIMPLE = Cards.simple("simple@1");
    private static final byte[] LARGE_FILE = padded(SIMPLE_FILE);
    private static final String LARGE =
            Cards.withFile(Cards.simple("large@1"), Cards.artifact("simple.onnx", LARGE_FILE));

    @TempDir
    Path folder;

    private Shelf shelf;
    private ReconcilingNode node;
    private Artifact simpleFile;
    private Artifact largeFile;

    @BeforeEach
    void start() {
        shelf = Shelf.start();
        simpleFile = shelf.put("simple.onnx", SIMPLE_FILE);
        largeFile = shelf.put("simple.onnx", LARGE_FILE);
        shelf.putCard(SIMPLE);
        shelf.putCard(LARGE);
        node = new ReconcilingNode(folder).start();
    }

    @AfterEach
    void close() {
        node.close();
        shelf.close();
    }

    @Test
    void shouldFetchTheCardAndTheFileOnceEachAndLoadTheModel() {
        node.desire(1, shelf.base(), SIMPLE);

        node.awaitReady("simple@1");
        assertThat(shelf.requests())
                .containsExactly(
                        Cards.artifact(SIMPLE).digest().hex() + " all",
                        simpleFile.digest().hex() + " all");
        assertThat(run(node.session("simple"))).isEqualTo(2);
    }

    @Test
    void shouldGoOnWithADownloadThatWasCutInTheMiddle() {
        node.desire(1, shelf.base(), SIMPLE);
        node.awaitReady("simple@1");
        shelf.cutNext(largeFile, 3);

        node.desire(2, shelf.base(), SIMPLE, LARGE);

        node.awaitReady("large@1");
        var ranges = shelf.rangesOf(largeFile);
        assertThat(ranges).hasSize(4).first().isEqualTo("all");
        assertThat(ranges.subList(1, ranges.size()))
                .allSatisfy(range -> assertThat(range).matches("bytes=[1-9][0-9]*-"));
        assertThat(run(node.session("large"))).isEqualTo(2);
    }

    @Test
    void shouldReportHowFarADownloadIs() {
        shelf.fallSilentAt(largeFile);

        node.desire(1, shelf.base(), LARGE);

        Eventually.until("half of it is reported", () -> fetched("large@1") >= LARGE_FILE.length / 4);
        assertThat(node.status("large@1"))
                .hasValueSatisfying(status ->
                        assertThat(((ModelStatus.Fetching) status).total()).isEqualTo(LARGE_FILE.length));
    }

    @Test
    void shouldLetANewerGenerationTakeOverFromADownloadAtOnce() {
        shelf.fallSilentAt(largeFile);
        node.desire(1, shelf.base(), LARGE);
        Eventually.until("the download hangs", () -> fetched("large@1") > 0);

        node.desire(2, shelf.base(), SIMPLE);

        node.awaitReady("simple@1");
        assertThat(node.status("large@1")).isEmpty();
    }

    @Test
    void shouldKeepWhatHasComeWhenADownloadIsGivenUpAndGoOnLater() {
        shelf.fallSilentAt(largeFile);
        node.desire(1, shelf.base(), LARGE);
        Eventually.until("the download hangs", () -> fetched("large@1") > 0);
        node.desire(2, shelf.base(), SIMPLE);
        node.awaitReady("simple@1");
        shelf.speakAgain();

        node.desire(3, shelf.base(), SIMPLE, LARGE);

        node.awaitReady("large@1");
        assertThat(shelf.rangesOf(largeFile)).hasSize(2).last().asString().startsWith("bytes=");
    }

    @Test
    void shouldNotLetAModelWaitForTheDownloadOfAnotherOne() {
        var old = Cards.withMemory(SIMPLE, 6_000_000);
        var successor = Cards.withMemory(Cards.simple("simple@2"), 7_000_000);
        node.stored(old).stored(successor);
        node.desire(1, shelf.base(), old);
        node.awaitReady("simple@1");
        shelf.fallSilentAt(largeFile);
        var call = node.lease("simple");
        node.desire(2, shelf.base(), successor, LARGE);
        Eventually.until("the download of the other one hangs", () -> fetched("large@1") > 0);

        call.close();

        node.awaitReady("simple@2");
        shelf.speakAgain();
        Eventually.until("the download went on", () -> shelf.rangesOf(largeFile).size() > 1);
        assertThat(shelf.rangesOf(largeFile).get(1)).startsWith("bytes=");
    }

    @Test
    void shouldFollowNobodyToAnotherServer() {
        try (var elsewhere = Shelf.start()) {
            elsewhere.put("simple.onnx", SIMPLE_FILE);
            shelf.sendOn(simpleFile, elsewhere);

            node.desire(1, shelf.base(), SIMPLE);

            assertThat(node.awaitFailed("simple@1")).contains("the server answered 302");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void shouldBreakOffADownloadThatBringsNothingMoreAndSaySo() {
        node.close();
        var impatient = new ReconcileSettings(
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(50),
                Duration.ofMillis(20),
                Duration.ZERO,
                Duration.ZERO);
        node = new ReconcilingNode(folder, impatient).start();
        shelf.fallSilentAt(largeFile);

        node.desire(1, shelf.base(), LARGE, SIMPLE);

        assertThat(node.awaitFailed("large@1")).contains("no byte of simple.onnx came for PT0.05S");
        node.awaitReady("simple@1");
        shelf.speakAgain();
        node.awaitReady("large@1");
    }

    @Test
    void shouldRefuseOtherBytesThanTheDigestSaysAndHarmNoOtherModel() {
        var lie = LARGE_FILE.clone();
        lie[lie.length - 1] ^= 1;
        shelf.lieAbout(largeFile, lie);

        node.desire(1, shelf.base(), LARGE, SIMPLE);

        node.awaitReady("simple@1");
        assertThat(node.awaitFailed("large@1"))
                .contains("digest", largeFile.digest().toString());
        shelf.put("simple.onnx", LARGE_FILE);
        node.awaitReady("large@1");
    }

    @Test
    void shouldNotCallAModelFailedWhoseServerIsAwayForAWhile() {
        node.close();
        var patient = new ReconcileSettings(
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMinutes(1),
                Duration.ofMillis(20),
                Duration.ofDays(1),
                Duration.ZERO);
        node = new ReconcilingNode(folder, patient).start();
        int port = FreePort.find();
        node.desire(1, URI.create("http://127.0.0.1:" + port + "/blobs"), SIMPLE);
        Eventually.until("several attempts failed", () -> attempts("simple@1") > 2);

        try (var late = Shelf.startAt(port)) {
            late.put("simple.onnx", SIMPLE_FILE);
            late.putCard(SIMPLE);

            node.awaitReady("simple@1");
        }
        assertThat(node.history("simple@1")).noneMatch(ModelStatus.Failed.class::isInstance);
    }

    private long attempts(String ref) {
        return node.history(ref).stream()
                .filter(ModelStatus.Fetching.class::isInstance)
                .count();
    }

    @Test
    void shouldTryAgainUntilTheServerIsThere() {
        int port = FreePort.find();
        node.desire(1, URI.create("http://127.0.0.1:" + port + "/blobs"), SIMPLE);
        assertThat(node.awaitFailed("simple@1")).contains("127.0.0.1:" + port).contains("0 of");

        try (var late = Shelf.startAt(port)) {
            late.put("simple.onnx", SIMPLE_FILE);
            late.putCard(SIMPLE);

            node.awaitReady("simple@1");
        }
    }

    @Test
    void shouldSayWhatTheServerLacks() {
        var unknown = Cards.simple("unknown@1");

        node.desire(1, shelf.base(), unknown, SIMPLE);

        assertThat(node.awaitFailed("unknown@1")).contains("404").contains("card.yaml");
        node.awaitReady("simple@1");
    }

    @Test
    void shouldFetchFromThisMachineOnly() {
        node.desire(1, URI.create("http://192.0.2.1/blobs"), SIMPLE);

        assertThat(node.awaitFailed("simple@1")).contains("192.0.2.1 of http://192.0.2.1/blobs/", "loopback only");
    }

    @Test
    void shouldSayThatTheDiskHasNoRoomWithoutAskingForTheFile() {
        var asset = new Artifact(
                "vocabulary.bin", Cards.artifact("x", new byte[] {1}).digest(), 1L << 60);
        var card = Cards.simple("vast@1")
                + "assets:\n  vocabulary: {entry: vocabulary.bin, digest: " + asset.digest() + ", size: " + asset.size()
                + "}\n";
        shelf.putCard(card);

        node.desire(1, shelf.base(), card, SIMPLE);

        assertThat(node.awaitFailed("vast@1"))
                .contains("no room for vocabulary.bin")
                .contains("1152921504606846976 bytes")
                .contains("bytes are free, of which 268435456 stay free");
        node.awaitReady("simple@1");
        assertThat(shelf.rangesOf(asset)).isEmpty();
    }

    @Test
    void shouldSayWhyACardCannotBeUsedAndNotLoadByIt() {
        var card = Cards.simple("odd@1").replace("licence:", "license:");
        shelf.putCard(card);
        node.hear(new dev.tieline.devices.twin.DesiredState(
                1,
                shelf.base(),
                java.util.List.of(
                        new dev.tieline.devices.twin.DesiredModel(ModelRef.of("odd@1"), Cards.artifact(card)))));

        assertThat(node.awaitFailed("odd@1")).contains("its card cannot be used", "license");
    }

    @Test
    void shouldFetchAFileAnewThatWasDamagedInTheStore() throws IOException {
        node.desire(1, shelf.base(), SIMPLE);
        node.awaitReady("simple@1");
        node.desire(2, shelf.base());
        node.awaitGone("simple@1");
        var blobs = node.store().resolve("blobs").resolve("sha256");
        for (var artifact : new Artifact[] {simpleFile, Cards.artifact(SIMPLE)}) {
            var blob = blobs.resolve(artifact.digest().hex());
            var damaged = Files.readAllBytes(blob);
            damaged[0] ^= 1;
            Files.write(blob, damaged);
        }

        node.desire(3, shelf.base(), SIMPLE);

        node.awaitReady("simple@1");
        assertThat(shelf.rangesOf(simpleFile)).hasSize(2);
        assertThat(shelf.rangesOf(Cards.artifact(SIMPLE))).hasSize(2);
    }

    @Test
    void shouldEndWhileADownloadHangs() {
        shelf.fallSilentAt(largeFile);
        node.desire(1, shelf.base(), LARGE);
        Eventually.until("the download hangs", () -> fetched("large@1") > 0);

        node.stop();

        Eventually.until(
                "no thread of it is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("tieline-reconcile")
                                || thread.getName().equals("tieline-fetch")));
    }

    private long fetched(String ref) {
        return node.status(ref)
                .filter(ModelStatus.Fetching.class::isInstance)
                .map(status -> ((ModelStatus.Fetching) status).bytes())
                .filter(bytes -> bytes < LARGE_FILE.length && bytes > 10_000)
                .orElse(0L);
    }

    /** The same model with a long documentation string (field 6 of ONNX's ModelProto) behind it. */
    private static byte[] padded(byte[] model) {
        var padded = new ByteArrayOutputStream();
        padded.writeBytes(model);
        padded.write((6 << 3) | 2);
        for (int left = PADDING; ; left >>>= 7) {
            if (left < 128) {
                padded.write(left);
                break;
            }
            padded.write((left & 127) | 128);
        }
        var text = new byte[PADDING];
        var random = new Random(5);
        for (int i = 0; i < PADDING; i++) {
            text[i] = (byte) ('a' + random.nextInt(26));
        }
        padded.writeBytes(text);
        return padded.toByteArray();
    }
}
