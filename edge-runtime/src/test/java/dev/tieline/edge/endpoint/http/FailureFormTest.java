package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.endpoint.HeadRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every failure has the form of the protocol, whoever finds it. */
class FailureFormTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @RegisterExtension
    private final ServedEndpoint endpoint = new ServedEndpoint(5, false);

    @RegisterExtension
    private final Asker asker = new Asker(endpoint);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /v3                            | 404 | not_found",
                "GET    | /v2/models/none/config         | 404 | unknown_model",
                "GET    | /v2/models/none/stats          | 404 | unknown_model",
                "GET    | /v2/models/test/versions/9     | 404 | unknown_model",
                "POST   | /v2/models/stats               | 405 | method_not_allowed",
                "GET    | /v2/repository/index           | 405 | method_not_allowed",
                "PUT    | /tieline/v1/results/x          | 405 | method_not_allowed",
                "DELETE | /tieline/v1/results/x          | 404 | unknown_result",
                "GET    | /v2/models/%zz                 | 400 | invalid_request",
                "GET    | /v2/models/%                   | 400 | invalid_request",
                "GET    | /v2/models/%e4%f6              | 404 | unknown_model",
            })
    void shouldSayWhatIsWrongInTheFormOfTheProtocol(String method, String path, int status, String code)
            throws Exception {
        try (var caller = new RawCaller(endpoint.port())) {
            caller.send(method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\ntraceparent: " + TRACE
                    + "\r\n\r\n");

            var answer = caller.answer();

            assertThat(answer.status()).as(answer.body()).isEqualTo(status);
            assertThat(answer.head()).contains("content-type: application/json");
            assertThat(answer.body())
                    .startsWith("{\"error\":\"")
                    .contains("\"code\":\"" + code + "\"", "\"trace\":\"" + TRACE + "\"");
        }
    }

    @Test
    void shouldNotEchoATraceContextThatIsNone() throws Exception {
        assertThat(asker.get("/v3", "traceparent", "rubbish\"}").body()).doesNotContain("rubbish", "trace");
    }

    @Test
    void shouldRefuseAPathThatIsTooLong() throws Exception {
        try (var caller = new RawCaller(endpoint.port())) {
            caller.send("GET /v2?" + "x".repeat(HeadRules.URI) + " HTTP/1.1\r\nHost: x\r\n\r\n");

            var answer = caller.answer();

            assertThat(answer.status()).isEqualTo(414);
            assertThat(answer.body())
                    .contains("\"code\":\"uri_too_long\"", "8192")
                    .hasSizeLessThan(300);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/models/test/config", "/openapi"})
    void shouldRefuseHeadersThatAreTooLarge(String path) throws Exception {
        try (var caller = new RawCaller(endpoint.port())) {
            caller.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n"
                    + ("x-padding: " + "x".repeat(1_000) + "\r\n").repeat(17) + "\r\n");

            var answer = caller.answer();

            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.body()).contains("\"code\":\"headers_too_large\"", "16384");
        }
    }

    @Test
    void shouldRefuseAnExpectationThatItCannotMeet() throws Exception {
        try (var caller = new RawCaller(endpoint.port())) {
            caller.send(
                    "POST /v2/models/test/infer HTTP/1.1\r\nHost: x\r\nExpect: a miracle\r\nContent-Length: 2\r\n\r\n{}");

            var answer = caller.answer();

            assertThat(answer.status()).as(answer.body()).isEqualTo(417);
            assertThat(answer.body()).contains("\"code\":\"expectation_failed\"");
        }
    }

    @Test
    void shouldTellTheMethodsOfAPath() throws Exception {
        var options = asker.ask("OPTIONS", "/v2/models/test/infer", new byte[0]);
        var wrong = asker.ask("PATCH", "/tieline/v1/results/x", new byte[0]);

        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo("POST, OPTIONS");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("Allow")).isEqualTo("GET, HEAD, DELETE, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/", "/v2/models/test", "/v2/models/test/config", "/v2/models/stats"})
    void shouldAnswerHeadLikeGetWithoutABody(String path) throws Exception {
        var head = asker.ask("HEAD", path, new byte[0]);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.bytes()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo(asker.get(path).header("Content-Length"));
    }

    @Test
    void shouldServeOthersOnTheSameConnectionOfHttp2() throws Exception {
        // The client upgrades its first request; those after it share the connection.
        for (int i = 0; i < 5; i++) {
            assertThat(asker.post("/v2/models/test/infer", RawCaller.body(3)).body())
                    .contains("[8]");
            assertThat(asker.post("/v2/models/test/infer", "{").status()).isEqualTo(400);
        }
    }
}
