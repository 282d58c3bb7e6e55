package dev.tieline.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.Samples;
import dev.tieline.models.Digest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TemporaryHome.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlobPathsTest {
    private static final byte[] BYTES = bytes(1, 3_000_000);
    private static final Digest DIGEST = Digest.ofBytes(BYTES);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    RunningController controller;

    @TestHTTPResource("/")
    URI root;

    @BeforeAll
    void start() throws Exception {
        controller.start();
        assertThat(put(DIGEST, BYTES).statusCode()).isIn(200, 201);
    }

    @Test
    void shouldGiveBackWhatWasUploaded() throws Exception {
        var bytes = bytes(2, 1_000_000);
        var digest = Digest.ofBytes(bytes);

        var created = put(digest, bytes);
        var again = put(digest, bytes);
        var got = get(digest);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(new String(created.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"digest\":\"%s\",\"size\":1000000,\"outcome\":\"created\"}".formatted(digest));
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(bytes);
        assertThat(got.headers().firstValue("ETag")).hasValue("\"" + digest + "\"");
        assertThat(got.headers().firstValue("Accept-Ranges")).hasValue("bytes");
        assertThat(controller.home().resolve("blobs/sha256/" + digest.hex())).hasBinaryContent(bytes);
    }

    @Test
    void shouldTakeABlobThatIsLargerThanTheServersOwnLimit() throws Exception {
        var bytes = bytes(8, 12 * 1024 * 1024);
        var digest = Digest.ofBytes(bytes);

        assertThat(put(digest, bytes).statusCode()).isEqualTo(201);
        assertThat(get(digest).body()).isEqualTo(bytes);
    }

    @Test
    void shouldTellTheSizeWithoutTheBytes() throws Exception {
        var response = send(request(DIGEST).method("HEAD", BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Length")).hasValue("3000000");
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0-99, 0, 100",
        "1000000-, 1000000, 3000000",
        "-7, 2999993, 3000000",
        "2999990-9999999, 2999990, 3000000"
    })
    void shouldGiveAPart(String range, int from, int to) throws Exception {
        var response = send(request(DIGEST).header("Range", "bytes=" + range));

        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.headers().firstValue("Content-Range"))
                .hasValue("bytes " + from + "-" + (to - 1) + "/3000000");
        assertThat(response.body()).isEqualTo(Arrays.copyOfRange(BYTES, from, to));
    }

    @Test
    void shouldRefuseAPartBeyondTheEnd() throws Exception {
        var response = send(request(DIGEST).header("Range", "bytes=3000000-"));

        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(response.headers().firstValue("Content-Range")).hasValue("bytes */3000000");
    }

    @Test
    void shouldGiveTheWholeForSeveralParts() throws Exception {
        var response = send(request(DIGEST).header("Range", "bytes=0-1,5-6"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(BYTES);
    }

    @Test
    void shouldGiveAPartOnlyOfWhatTheCallerHas() throws Exception {
        var same = send(request(DIGEST).header("Range", "bytes=5-").header("If-Range", "\"" + DIGEST + "\""));
        var other = send(request(DIGEST).header("Range", "bytes=5-").header("If-Range", "\"other\""));

        assertThat(same.statusCode()).isEqualTo(206);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.body()).isEqualTo(BYTES);
    }

    @Test
    void shouldNotSendWhatTheCallerHasAlready() throws Exception {
        var tag = "\"" + DIGEST + "\"";

        assertThat(send(request(DIGEST).header("If-None-Match", "\"a\", " + tag))
                        .statusCode())
                .isEqualTo(304);
        assertThat(send(request(DIGEST).header("If-None-Match", "\"a\"")).statusCode())
                .isEqualTo(200);
        assertThat(send(request(DIGEST).header("If-Match", "\"a\"")).statusCode())
                .isEqualTo(412);
        assertThat(send(request(DIGEST).header("If-Match", "*")).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldOfferAppliedDocumentsAsBlobs() throws Exception {
        var card = Samples.bytes(Samples.SIMPLE);
        send(HttpRequest.newBuilder(root.resolve("api/v1/apply")).POST(BodyPublishers.ofByteArray(card)));

        assertThat(get(Digest.ofBytes(card)).body()).isEqualTo(card);
    }

    @Test
    void shouldSayThatABlobIsNotThere() throws Exception {
        var response = get(Digest.ofBytes(new byte[] {1, 2, 3}));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(text(response)).contains("There is no blob sha256:039058c6");
    }

    @Test
    void shouldRefuseOtherBytesThanThePathSays() throws Exception {
        var promised = Digest.ofBytes(bytes(3, 100));

        var response = put(promised, bytes(4, 100));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response)).contains("have the digest", promised.toString());
        assertThat(get(promised).statusCode()).isEqualTo(404);
        assertThat(filesInTheMaking()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "..%2F..%2Flock", "DA6A96C5F697767703C9F0A53CD4F420DBA1E072B272FE8829F2E68A9799B25A"})
    void shouldRefuseWhatIsNoDigest(String path) throws Exception {
        var response = send(HttpRequest.newBuilder(root.resolve("api/v1/blobs/sha256/" + path)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response)).contains("is not a SHA-256 digest");
    }

    @Test
    void shouldNeedToKnowTheLength() throws Exception {
        var head = raw(
                "PUT " + path(DIGEST) + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

        assertThat(head).startsWith("HTTP/1.1 411");
    }

    @Test
    void shouldRefuseABlobOverTheLimitBeforeItComes() throws Exception {
        var head = raw("PUT " + path(DIGEST) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + (TemporaryHome.MAX_BLOB + 1) + "\r\nExpect: 100-continue\r\n\r\n");

        assertThat(head).startsWith("HTTP/1.1 413");
    }

    @Test
    void shouldAskForTheBodyOfACallerThatWaits() throws Exception {
        var head = raw("PUT " + path(DIGEST) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n"
                + "Expect: 100-continue\r\n\r\n");

        assertThat(head).startsWith("HTTP/1.1 100");
    }

    @ParameterizedTest
    @CsvSource({"Content-Encoding, gzip, 415", "Content-Range, bytes 0-9/20, 400"})
    void shouldRefuseABodyThatIsNotTheWholeBlob(String header, String value, int status) throws Exception {
        var response = send(request(DIGEST).header(header, value).PUT(BodyPublishers.ofByteArray(new byte[10])));

        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    void shouldRefuseAnEmptyBlobAndAQuery() throws Exception {
        assertThat(put(Digest.ofBytes(new byte[0]), new byte[0]).statusCode()).isEqualTo(400);
        assertThat(send(HttpRequest.newBuilder(root.resolve(path(DIGEST) + "?a=b")))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldLeaveNothingOfAnUploadWhoseCallerWentAway() throws Exception {
        var bytes = bytes(5, 2_000_000);
        var digest = Digest.ofBytes(bytes);

        try (var socket = new Socket(root.getHost(), root.getPort())) {
            var out = socket.getOutputStream();
            out.write(("PUT " + path(digest) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(bytes, 0, 1_000_000);
            out.flush();
            eventually(() -> filesInTheMaking() == 1);
        }

        eventually(() -> filesInTheMaking() == 0);
        assertThat(get(digest).statusCode()).isEqualTo(404);
        assertThat(put(digest, bytes).statusCode()).isEqualTo(201);
    }

    @Test
    void shouldTakeOneBlobFromTwoCallersAtOnce() throws Exception {
        var bytes = bytes(6, 4_000_000);
        var digest = Digest.ofBytes(bytes);
        var upload = request(digest).PUT(BodyPublishers.ofByteArray(bytes)).build();

        var first = client.sendAsync(upload, BodyHandlers.ofByteArray());
        var second = client.sendAsync(upload, BodyHandlers.ofByteArray());

        assertThat(first.join().statusCode()).isIn(200, 201);
        assertThat(second.join().statusCode()).isIn(200, 201);
        assertThat(get(digest).body()).isEqualTo(bytes);
    }

    @Test
    void shouldSayThatTheDiskDoesNotTakeABlobAndStayInUse() throws Exception {
        var bytes = bytes(7, 1_000_000);
        var digest = Digest.ofBytes(bytes);
        var making = controller.home().resolve("making");
        var aside = Files.move(making, controller.home().resolve("making-aside"));
        Files.writeString(making, "in the way");
        HttpResponse<byte[]> refused;
        try {
            refused = put(digest, bytes);
        } finally {
            Files.delete(making);
            Files.move(aside, making);
        }

        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(text(refused)).contains("cannot write", "Maybe the disk is full");
        assertThat(put(digest, bytes).statusCode()).isEqualTo(201);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void eventually(Condition condition) throws IOException {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("the deadline for the condition").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private long filesInTheMaking() throws IOException {
        try (var files = Files.list(controller.home().resolve("making"))) {
            return files.count();
        }
    }

    /** The first line of the answer to a request that is written byte by byte. */
    private String raw(String request) throws IOException {
        try (var socket = new Socket(root.getHost(), root.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var line = new StringBuilder();
            for (var c = socket.getInputStream().read();
                    c >= 0 && c != '\r';
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            return line.toString();
        }
    }

    private static String path(Digest digest) {
        return "/api/v1/blobs/sha256/" + digest.hex();
    }

    private HttpRequest.Builder request(Digest digest) {
        return HttpRequest.newBuilder(root.resolve(path(digest)));
    }

    private HttpResponse<byte[]> get(Digest digest) throws IOException, InterruptedException {
        return send(request(digest));
    }

    private HttpResponse<byte[]> put(Digest digest, byte[] bytes) throws IOException, InterruptedException {
        return send(request(digest).PUT(BodyPublishers.ofByteArray(bytes)));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
