package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.process.FreePorts;
import dev.tieline.launcher.process.Readiness;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real clients do to an endpoint, byte by byte. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EndpointIT {
    private static final Workplace PLACE = Workplace.make("endpoint");
    private static final URI NODE =
            URI.create("http://127.0.0.1:" + FreePorts.find(1).getFirst());
    private static final int MAX_BODY = 65_536;
    private static final String INFER = "POST /v2/models/simple/infer HTTP/1.1";
    private static final String ROW = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]";
    private static final String SUM = "[2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32]";
    private static final String QUESTION = """
            {"inputs":[{"name":"INPUT0","shape":[1,16],"datatype":"INT32","data":%s},\
            {"name":"INPUT1","shape":[1,16],"datatype":"INT32","data":%s}]}""".formatted(ROW, ROW);

    @BeforeAll
    static void start() throws Exception {
        var node = PLACE.fleet()
                .start(Node.program(
                        PLACE,
                        "node",
                        List.of("tieline.serving.max-body=" + MAX_BODY),
                        List.of("--local", "--port=" + NODE.getPort(), "--models=simple")));
        var unused = node.await(Readiness.http(NODE.resolve("/v2/health/ready")), Eventually.PATIENCE);
    }

    @AfterAll
    static void stop() {
        PLACE.close();
    }

    @Test
    void shouldReadABodyThatComesInChunks() throws Exception {
        try (var connection = new RawConnection(NODE)) {
            connection.head(INFER, "Transfer-Encoding: chunked");
            connection.chunk(QUESTION.substring(0, 10));
            connection.chunk(QUESTION.substring(10, 11));
            connection.chunk(QUESTION.substring(11));
            connection.chunk("");

            var response = connection.response();

            assertThat(response.status()).as(response.body()).isEqualTo(200);
            assertThat(response.body()).contains(SUM);
        }
    }

    @Test
    void shouldReadABodyWithoutAType() throws Exception {
        try (var connection = new RawConnection(NODE)) {
            ask(connection);

            var response = connection.response();

            assertThat(response.status()).as(response.body()).isEqualTo(200);
            assertThat(response.body()).contains(SUM);
        }
    }

    @Test
    void shouldTellAClientThatWaitsToSendItsBody() throws Exception {
        try (var connection = new RawConnection(NODE)) {
            connection.head(INFER, "Expect: 100-continue", length(QUESTION));
            assertThat(connection.responseHead().status()).isEqualTo(100);
            connection.write(QUESTION);

            assertThat(connection.response().body()).contains(SUM);
        }
    }

    @Test
    void shouldAnswerTwoRequestsThatWereSentInOneBreath() throws Exception {
        try (var connection = new RawConnection(NODE)) {
            ask(connection);
            ask(connection);

            assertThat(connection.response().body()).contains(SUM);
            assertThat(connection.response().body()).contains(SUM);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | POST /v2/models/simple/infer HTTP/1.1      | Accept: */*            | {",
                "404 | POST /v2/models/none/infer HTTP/1.1        | Accept: */*            | QUESTION",
                "404 | POST /v2/nothing HTTP/1.1                  | Accept: */*            | {}",
                "404 | POST /v2/models/s%2Fimple/infer HTTP/1.1   | Accept: */*            | {}",
                "405 | POST /v2/health/live HTTP/1.1              | Accept: */*            | {}",
                "405 | DELETE /v2/models/simple HTTP/1.1          | Accept: */*            | {}",
                "415 | POST /v2/models/simple/infer HTTP/1.1      | Content-Encoding: br   | {}",
                "400 | POST /v2/models/simple/infer HTTP/1.1      | Content-Encoding: gzip | {}",
                "400 | POST /v2/models/simple/infer HTTP/1.1      | Inference-Header-Content-Length: 999 | {}",
            })
    void shouldKeepTheConnectionAfterAnError(int status, String request, String header, String body) throws Exception {
        try (var connection = new RawConnection(NODE)) {
            var sent = body.equals("QUESTION") ? QUESTION : body;
            connection.head(request, header, length(sent));
            connection.write(sent);
            var refused = connection.response();
            ask(connection);
            var next = connection.response();

            assertThat(refused.status()).as(refused.body()).isEqualTo(status);
            assertThat(refused.body()).startsWith("{\"error\":\"").contains("\"code\":\"");
            assertThat(refused.headers()).containsEntry("content-type", "application/json");
            assertThat(next.status()).isEqualTo(200);
            assertThat(next.body()).contains(SUM);
        }
    }

    @Test
    void shouldRefuseABodyOverTheLimitAndServeTheNext() throws Exception {
        var large = " ".repeat(MAX_BODY + 1);
        try (var connection = new RawConnection(NODE)) {
            connection.head(INFER, length(large));
            connection.write(large);

            var refused = connection.response();

            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.body()).contains("\"code\":\"too_large\"", String.valueOf(MAX_BODY));
        }
        try (var connection = new RawConnection(NODE)) {
            ask(connection);

            assertThat(connection.response().body()).contains(SUM);
        }
    }

    @Test
    void shouldRefuseAChunkedBodyOnceItIsOverTheLimit() throws Exception {
        try (var connection = new RawConnection(NODE)) {
            connection.head(INFER, "Transfer-Encoding: chunked");
            connection.chunk(" ".repeat(MAX_BODY));
            connection.chunk(" ");
            connection.chunk("");

            assertThat(connection.response().status()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @CsvSource({"/v2/health/live", "/v2/health/ready", "/v2", "/v2/models/simple", "/v2/models/simple/ready"})
    void shouldAnswerHeadWithoutABody(String path) throws Exception {
        try (var connection = new RawConnection(NODE)) {
            connection.head("HEAD " + path + " HTTP/1.1");
            var head = connection.responseHead();
            ask(connection);

            assertThat(head.status()).isEqualTo(200);
            assertThat(connection.response().body()).contains(SUM);
        }
    }

    @Test
    void shouldServeOthersWhileAClientNeverEndsItsBody() throws Exception {
        try (var stuck = new RawConnection(NODE);
                var connection = new RawConnection(NODE)) {
            stuck.head(INFER, "Content-Length: 1000");
            stuck.write("{");
            ask(connection);

            assertThat(connection.response().body()).contains(SUM);
        }
    }

    private static void ask(RawConnection connection) throws IOException {
        connection.head(INFER, length(QUESTION));
        connection.write(QUESTION);
    }

    private static String length(String body) {
        return "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length;
    }
}
