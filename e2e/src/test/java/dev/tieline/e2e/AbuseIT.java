package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Http2Frames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a node with little memory does when many callers mean no good: it stays alive, which it would not if anything that
 * they send or do not read could grow (it ends on the first error of memory), it closes or refuses them, and someone else
 * who asks meanwhile is answered rightly. Afterwards nothing of them is left.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AbuseIT {
    /** The default of tieline.serving.max-connections. */
    private static final int MAX_CONNECTIONS = 4_096;

    private static final int MAX_BODY = 4 << 20;
    private static final int MANY = 10_000;
    /** How many connections were closed for frames that carry nothing. */
    private static final String FLOODS = "tieline_connections_closed_total{reason=\"flood\"";

    /** Stands for the status of an answer that was lost, as the end of a connection overtook it. */
    private static final int GONE = 0;

    private static final String INFER = "/v2/models/simple/infer";

    @RegisterExtension
    private static final BesetNode NODE = new BesetNode(
            "abuse",
            "tieline.serving.max-body=" + MAX_BODY,
            "tieline.serving.head-time=5s",
            "tieline.serving.idle-time=5s");

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /v2/health/li", "POST /v2/models/simple/infer HTTP/1.1\r\nHost: localhost\r\nAcc"})
    void shouldServeOthersWhileTenThousandConnectionsAskForNothing(String words) throws Exception {
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(MANY, words.getBytes(StandardCharsets.US_ASCII));
            NODE.good().awaitServed(3);
            flood.awaitClosed(MANY - MAX_CONNECTIONS);
            flood.awaitClosed(MANY);

            assertThat(flood.listen().stream().map(Flood.Line::heard).filter(heard -> !heard.isEmpty()))
                    .as("what they are told")
                    .allMatch(heard -> heard.startsWith("HTTP/1.1 503 ") || heard.startsWith("HTTP/1.1 408 "));
            assertAllRight();
        }
    }

    @Test
    void shouldTellACallerWhoseHeadTakesTooLong() throws Exception {
        try (var slow = new RawConnection(NODE.endpoint())) {
            slow.write("GET /v2/health/live HTTP/1.1\r\nHost: loc");

            var answer = slow.response();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.body())
                    .isEqualTo("{\"error\":\"The head of the request was not complete 5000 ms after it began.\","
                            + "\"code\":\"request_timeout\"}");
        }
    }

    @Test
    void shouldServeOthersWhileConnectionsOfHttp2AskForNothing() throws Exception {
        var preface = Http2Frames.preface(65_535).toByteArray();
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(MANY, preface);
            NODE.good().awaitServed(3);
            flood.awaitClosed(MANY - MAX_CONNECTIONS);
            flood.awaitClosed(MANY);
        }
    }

    @Test
    void shouldBoundWhatHeadsTakeThatNeverEnd() throws Exception {
        var head = "GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n" + "a:\r\n".repeat(7_500);
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(1_000, head.getBytes(StandardCharsets.US_ASCII));
            NODE.good().awaitServed(3);
            flood.awaitClosed(1_000);
            assertAllRight();
        }
    }

    @Test
    void shouldBoundWhatHeadsTakeThatComeBehindARequest() throws Exception {
        var words = post("", GoodCaller.QUESTION.getBytes(StandardCharsets.UTF_8));
        var all = new ByteArrayOutputStream();
        all.writeBytes(words);
        all.writeBytes(
                ("GET /v2/health/live HTTP/1.1\r\n" + "a:\r\n".repeat(7_500)).getBytes(StandardCharsets.US_ASCII));
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(500, all.toByteArray());
            flood.awaitClosed(500);
            NODE.good().awaitServed(3);
        }
    }

    @Test
    void shouldRefuseHugeHeads() throws Exception {
        var huge = "x".repeat(1 << 20);
        for (var head : List.of(
                "GET /" + huge + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v2 HTTP/1.1\r\nHost: localhost\r\nX: " + huge + "\r\n\r\n",
                "GET /v2 HTTP/1.1\r\nHost: localhost\r\n" + "X-Y: z\r\n".repeat(MANY) + "\r\n")) {
            try (var flood = new Flood(NODE.endpoint())) {
                flood.open(100, head.getBytes(StandardCharsets.US_ASCII));

                assertThat(statuses(flood.awaitEnds())).isSubsetOf(GONE, 414, 431, 503);
            }
        }
        assertAllRight();
    }

    @Test
    void shouldNotAnswerIntoMemoryWhatNobodyReads() throws Exception {
        var questions = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(5_000);
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(200, questions.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 20; i++) {
                flood.push();
                NODE.good().awaitServed(1);
            }
            assertAllRight();
        }
    }

    @Test
    void shouldRefuseWhatGrowsBeyondTheLimitOnceItIsDecompressed() throws Exception {
        var zeros = new byte[64 << 20];
        var gzip = gzip(zeros);
        var deflate = new ByteArrayOutputStream();
        try (var deflating = new DeflaterOutputStream(deflate)) {
            deflating.write(zeros);
        }
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(150, post("Content-Encoding: gzip\r\n", gzip));
            flood.open(150, post("Content-Encoding: deflate\r\n", deflate.toByteArray()));
            flood.open(150, post("Content-Encoding: gzip\r\n", gzip(gzip)));

            assertThat(statuses(flood.awaitEnds())).contains(413).isSubsetOf(400, 413, 503);
        }
    }

    @Test
    void shouldServeOthersWhileBodiesTrickle() throws Exception {
        var head = "POST " + INFER + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{";
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(2_000, head.getBytes(StandardCharsets.US_ASCII));
            NODE.good().awaitServed(20);
        }
    }

    @Test
    void shouldRefuseBodiesForWhichItHasNoRoom() throws Exception {
        var body = GoodCaller.QUESTION + " ".repeat(1 << 20);
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(1_000, post("", body.getBytes(StandardCharsets.UTF_8)));

            assertThat(statuses(flood.awaitEnds())).contains(200).isSubsetOf(GONE, 200, 408, 503);
        }
    }

    @Test
    void shouldEndAHeadOfHttp2ThatNeverEnds() throws Exception {
        var head = Http2Frames.preface(65_535).beginHead(1, "/v2");
        for (int i = 0; i < 5_000; i++) {
            head.goOn(1, "x-" + i, "y".repeat(100));
        }
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(50, head.toByteArray());
            flood.awaitClosed(50);
            assertAllRight();
        }
    }

    @Test
    void shouldEndAConnectionThatTakesBackWhatItAsks() throws Exception {
        var asking = Http2Frames.preface(65_535);
        asking.onEach(5_000, (frames, stream) -> frames.get(stream, "/v2").reset(stream));
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(50, asking.toByteArray());
            flood.awaitClosed(50);
            assertAllRight();
        }
    }

    @Test
    void shouldEndConnectionsThatWantEverythingAcknowledgedAndReadNothing() throws Exception {
        var pings = Http2Frames.preface(65_535);
        var settings = Http2Frames.preface(65_535);
        for (int i = 0; i < 100_000; i++) {
            pings.ping();
            settings.emptySettings();
        }
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(20, pings.toByteArray()).open(20, settings.toByteArray());
            for (int i = 0; i < 10; i++) {
                flood.push();
                NODE.good().awaitServed(1);
            }
            flood.awaitClosed(40);
            assertAllRight();
        }
    }

    /** Each has the server look at all streams of its connection. */
    @Test
    void shouldServeOthersWhileSettingsChangeWithoutEnd() throws Exception {
        var changing = Http2Frames.preface(65_535);
        changing.onEach(100, (frames, stream) -> frames.post(stream, "/v2/nothing"));
        for (int i = 0; i < 2 * MANY; i++) {
            changing.settings(65_535 - i % 2);
        }
        double before = NODE.metric(FLOODS);
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(50, changing.toByteArray());
            NODE.good().awaitServed(3);
            flood.awaitClosed(50);
            assertThat(NODE.metric(FLOODS)).isEqualTo(before + 50);
            assertAllRight();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {INFER, "/v2/repository/index"})
    void shouldRefuseStreamsBeyondWhatAConnectionMayHave(String path) throws Exception {
        var asking = Http2Frames.preface(65_535);
        asking.onEach(MANY, (frames, stream) -> frames.post(stream, path));
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(5, asking.toByteArray());
            for (int i = 0; i < 10; i++) {
                flood.push();
                NODE.good().awaitServed(1);
            }
            assertAllRight();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/v2/models/simple"})
    void shouldServeOthersWhileNobodyReadsWhatTheyAskForOverHttp2(String path) throws Exception {
        var asking = Http2Frames.preface(0);
        asking.onEach(100, (frames, stream) -> frames.get(stream, path));
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(100, asking.toByteArray());
            flood.awaitClosed(40);
            NODE.good().awaitServed(3);
            assertAllRight();
        }
    }

    @Test
    void shouldServeOthersWhileNobodyReadsItsInferencesOverHttp2() throws Exception {
        var asking = Http2Frames.preface(0);
        var question = GoodCaller.QUESTION.getBytes(StandardCharsets.UTF_8);
        asking.onEach(100, (frames, stream) -> frames.post(stream, INFER).data(stream, question));
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(20, asking.toByteArray()); // twice as many as there are places in the node
            NODE.good().awaitServed(20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {INFER, "/v2/models/nobody/infer", "/v2/nothing"})
    void shouldBoundWhatRequestsTakeWhoseBodiesNeverCome(String path) throws Exception {
        var asking = Http2Frames.preface(65_535);
        asking.onEach(100, (frames, stream) -> frames.post(stream, path));
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(150, asking.toByteArray());
            flood.awaitClosed(80);
            NODE.good().awaitServed(3);
        }
    }

    /** A caller comes by a run slot or is told to come again; nothing here lets all of them be told that. */
    private void assertAllRight() {
        assertThat(NODE.good().answers()).allMatch(GoodCaller::isRight);
    }

    /** The statuses that were heard; of a connection that was closed while it still spoke, {@link #GONE}. */
    private static Set<Integer> statuses(List<Flood.Line> lines) {
        return lines.stream()
                .map(line -> line.heard().startsWith("HTTP/1.1 ")
                        ? Integer.parseInt(line.heard().substring(9, 12))
                        : GONE)
                .collect(Collectors.toSet());
    }

    private static byte[] post(String headers, byte[] body) {
        var words = new ByteArrayOutputStream();
        words.writeBytes(("POST " + INFER + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        words.writeBytes(body);
        return words.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var target = new ByteArrayOutputStream();
        try (var zipping = new GZIPOutputStream(target)) {
            zipping.write(bytes);
        }
        return target.toByteArray();
    }
}
