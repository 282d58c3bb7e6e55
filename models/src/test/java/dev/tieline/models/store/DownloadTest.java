package dev.tieline.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.store.StoreFailure.NotRead;
import dev.tieline.models.store.StoreFailure.WrongDigest;
import dev.tieline.models.store.StoreFailure.WrongSize;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    private static final byte[] BYTES = bytes();
    private static final Artifact ARTIFACT = new Artifact("model.onnx", Digest.ofBytes(BYTES), BYTES.length);

    @TempDir
    Path root;

    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private volatile byte[] served = BYTES;
    private volatile boolean rangesKnown = true;
    /** Bytes after which the server breaks the connection. */
    private volatile int breakAfter = Integer.MAX_VALUE;

    private volatile int status = 200;
    private ModelStore store;

    @BeforeEach
    void start() throws IOException {
        store = new ModelStore(root);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
            ranges.add(range.orElse("all"));
            var from = rangesKnown
                    ? range.map(text -> Integer.parseInt(text.substring("bytes=".length(), text.length() - 1)))
                            .orElse(0)
                    : 0;
            if (from >= served.length) {
                exchange.sendResponseHeaders(416, -1);
                exchange.close();
                return;
            }
            if (from > 0) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (served.length - 1) + "/" + served.length);
            }
            exchange.sendResponseHeaders(status != 200 ? status : from > 0 ? 206 : 200, served.length - from);
            // Closing before all announced bytes are written breaks the connection.
            var until = Math.min(served.length, from + Math.min(breakAfter, served.length));
            exchange.getResponseBody().write(served, from, until - from);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldDownloadAndTellTheProgress() throws IOException {
        var heard = new ArrayList<Long>();

        var path = store.download(ARTIFACT, uri(), (done, total) -> heard.add(done * 1000 / total));

        assertThat(Files.readAllBytes(path)).isEqualTo(BYTES);
        assertThat(heard).isSorted().endsWith(1000L);
        assertThat(parts()).isEmpty();
    }

    @Test
    void shouldNotAskTheServerForWhatIsThere() {
        store.download(ARTIFACT, uri(), Progress.NONE);

        store.download(ARTIFACT, uri(), Progress.NONE);

        assertThat(ranges).hasSize(1);
    }

    @Test
    void shouldAskOnlyForTheRestAfterTheConnectionBroke() throws IOException {
        breakAfter = 150_000;
        assertThatThrownBy(() -> store.download(ARTIFACT, uri(), Progress.NONE))
                .isInstanceOfSatisfying(
                        ModelStoreException.class, e -> assertThat(e.failure()).isInstanceOf(NotRead.class))
                .hasMessageContaining("of 400000 bytes were read");
        var kept = Files.size(parts().getFirst());
        breakAfter = Integer.MAX_VALUE;

        var path = new ModelStore(root).download(ARTIFACT, uri(), Progress.NONE);

        assertThat(Files.readAllBytes(path)).isEqualTo(BYTES);
        assertThat(kept).isPositive();
        assertThat(ranges).containsExactly("all", "bytes=" + kept + "-");
        assertThat(parts()).isEmpty();
    }

    @Test
    void shouldBeginAnewWhereTheServerKnowsNoRanges() throws IOException {
        keepPart(Arrays.copyOf(BYTES, 1000));
        rangesKnown = false;

        var path = store.download(ARTIFACT, uri(), Progress.NONE);

        assertThat(Files.readAllBytes(path)).isEqualTo(BYTES);
        assertThat(ranges).containsExactly("bytes=1000-");
    }

    @Test
    void shouldNotAskAgainWhereOnlyTheLastStepWasMissing() throws IOException {
        keepPart(BYTES);

        var path = store.download(ARTIFACT, uri(), Progress.NONE);

        assertThat(Files.readAllBytes(path)).isEqualTo(BYTES);
        assertThat(ranges).isEmpty();
    }

    @Test
    void shouldThrowAwayAPartThatWasDamaged() throws IOException {
        keepPart(new byte[1000]);
        assertThatThrownBy(() -> store.download(ARTIFACT, uri(), Progress.NONE))
                .isInstanceOfSatisfying(
                        ModelStoreException.class, e -> assertThat(e.failure()).isInstanceOf(WrongDigest.class));
        assertThat(parts()).isEmpty();

        var path = store.download(ARTIFACT, uri(), Progress.NONE);

        assertThat(Files.readAllBytes(path)).isEqualTo(BYTES);
    }

    @Test
    void shouldRefuseMoreBytesThanDeclared() throws IOException {
        served = Arrays.copyOf(BYTES, BYTES.length + 1);

        assertThatThrownBy(() -> store.download(ARTIFACT, uri(), Progress.NONE))
                .isInstanceOfSatisfying(
                        ModelStoreException.class, e -> assertThat(e.failure()).isInstanceOf(WrongSize.class))
                .hasMessageContaining(uri().toString());
        assertThat(parts()).isEmpty();
    }

    @Test
    void shouldSayWhatTheServerAnswered() {
        status = 503;

        assertThatThrownBy(() -> store.download(ARTIFACT, uri(), Progress.NONE))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("the server answered 503 to the range from byte 0");
    }

    @Test
    void shouldSayThatThereIsNoServer() {
        server.stop(0);

        assertThatThrownBy(() -> store.download(ARTIFACT, uri(), Progress.NONE))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("ConnectException");
    }

    @Test
    void shouldKeepAPartForAWeek() throws IOException {
        keepPart(Arrays.copyOf(BYTES, 1000));
        var changed = Files.getLastModifiedTime(parts().getFirst()).toInstant();

        new ModelStore(root, () -> changed.plus(Duration.ofDays(7)));
        assertThat(parts()).hasSize(1);

        new ModelStore(root, () -> changed.plus(Duration.ofDays(7)).plusSeconds(1));
        assertThat(parts()).isEmpty();
    }

    @Test
    void shouldRemoveAPartWhoseWholeIsThere() throws IOException {
        store.download(ARTIFACT, uri(), Progress.NONE);
        keepPart(Arrays.copyOf(BYTES, 1000));

        new ModelStore(root);

        assertThat(parts()).isEmpty();
    }

    @Test
    void shouldNotRemoveAPartThatAnotherGoesOnWith() throws IOException {
        keepPart(Arrays.copyOf(BYTES, 1000));
        var part = parts().getFirst();
        try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.lock();

            new ModelStore(root, () -> Instant.MAX);

            assertThat(part).exists();
        }
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/model.onnx");
    }

    private void keepPart(byte[] bytes) throws IOException {
        Files.write(root.resolve("making").resolve(ARTIFACT.digest().hex() + ".part"), bytes);
    }

    private List<Path> parts() throws IOException {
        try (var files = Files.list(root.resolve("making"))) {
            return files.toList();
        }
    }

    private static byte[] bytes() {
        var bytes = new byte[400_000];
        new Random(2).nextBytes(bytes);
        return bytes;
    }
}
