package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.process.FreePorts;
import dev.tieline.launcher.process.Readiness;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole REST form of a packaged node that works alone, asked by {@code curl}. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RestIT {
    private static final Workplace PLACE = Workplace.make("rest");
    private static final URI NODE =
            URI.create("http://127.0.0.1:" + FreePorts.find(1).getFirst());
    private static final Curl CURL = new Curl(NODE, PLACE.folder());
    private static final String INFER = "/v2/models/simple/infer";
    private static final String LENGTH = "inference-header-content-length";
    private static final String ROW = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]";
    private static final String SUM = "[2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32]";
    private static final String QUESTION = """
            {"inputs":[{"name":"INPUT0","shape":[1,16],"datatype":"INT32","data":%s},\
            {"name":"INPUT1","shape":[1,16],"datatype":"INT32","data":%s}]}""".formatted(ROW, ROW);
    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @BeforeAll
    static void start() throws Exception {
        var node = PLACE.fleet()
                .start(Node.program(
                        PLACE, "node", List.of(), List.of("--local", "--port=" + NODE.getPort(), "--models=simple")));
        var unused = node.await(Readiness.http(NODE.resolve("/v2/health/ready")), Eventually.PATIENCE);
    }

    @AfterAll
    static void stop() {
        PLACE.close();
    }

    @Test
    void shouldRunTheExamplesOfThePage() throws Exception {
        var page = Files.readString(Path.of("../docs/api.md"));
        var examples =
                SHELL.matcher(page).results().map(block -> block.group(1)).collect(Collectors.joining("\n"));
        assertThat(examples).contains("NODE=http://127.0.0.1:8000");

        var output = CURL.script(examples.replace("NODE=http://127.0.0.1:8000", "NODE=" + NODE));

        assertThat(output).contains(SUM, "\"state\":\"READY\"", "\"max_batch_size\":0", "\"model_stats\":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type:",
                "Content-Type: application/json",
                "content-type: application/octet-stream",
                "Content-Type: application/x-www-form-urlencoded",
                "content-type: multipart/form-data",
                "Expect: 100-continue",
                "Transfer-Encoding: chunked",
            })
    void shouldAnswerWhateverTheHeadersSay(String header) throws Exception {
        var answer = CURL.ask(INFER, "-H", header, "-d", QUESTION);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains(SUM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.0", "--http1.1", "--http2", "--http2-prior-knowledge"})
    void shouldAnswerInEveryVersionOfHttp(String version) throws Exception {
        var answer = CURL.ask(INFER, version, "-d", QUESTION);
        var refused = CURL.ask("/v2/models/none/infer", version, "-d", QUESTION);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains(SUM);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.body()).contains("\"code\":\"unknown_model\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void shouldReadACompressedBody(String coding) throws Exception {
        CURL.file("question", compressed(QUESTION.getBytes(StandardCharsets.UTF_8), coding));

        var answer = CURL.ask(INFER, "-H", "Content-Encoding: " + coding, "--data-binary", "@question");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains(SUM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void shouldRefuseABombAndServeTheNext(String coding) throws Exception {
        CURL.file("bomb", compressed(new byte[100 << 20], coding));

        var refused = CURL.ask(INFER, "-H", "Content-Encoding: " + coding, "--data-binary", "@bomb");

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.body()).contains("\"code\":\"too_large\"");
        assertThat(CURL.ask(INFER, "-d", QUESTION).body()).contains(SUM);
    }

    @Test
    void shouldCompressALongAnswer() throws Exception {
        var question = QUESTION.replaceFirst("\\{", "{\"id\":\"" + "x".repeat(4_000) + "\",");

        var raw = CURL.ask(INFER, "-H", "Accept-Encoding: gzip, deflate", "-d", question);
        var decoded = CURL.ask(INFER, "--compressed", "-d", question);

        assertThat(raw.header("content-encoding")).isEqualTo("gzip");
        try (var body = new GZIPInputStream(new ByteArrayInputStream(raw.bytes()))) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).contains(SUM);
        }
        assertThat(decoded.body()).contains(SUM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip"})
    void shouldTakeAndGiveBinaryTensors(String coding) throws Exception {
        var json = """
                {"parameters":{"binary_data_output":true},"inputs":[\
                {"name":"INPUT0","shape":[1,16],"datatype":"INT32","parameters":{"binary_data_size":64}},\
                {"name":"INPUT1","shape":[1,16],"datatype":"INT32","data":%s}]}""".formatted(ROW);
        var body = ByteBuffer.allocate(json.length() + 64).order(ByteOrder.LITTLE_ENDIAN);
        body.put(json.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 16; i++) {
            body.putInt(100);
        }
        CURL.file("binary", coding.equals("gzip") ? compressed(body.array(), coding) : body.array());

        var answer = CURL.ask(
                INFER,
                "-H",
                "Content-Encoding: " + coding,
                "-H",
                LENGTH + ": " + json.length(),
                "--data-binary",
                "@binary");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/octet-stream");
        int length = Integer.parseInt(answer.header(LENGTH));
        assertThat(answer.bytes()).hasSize(length + 128);
        var sum = ByteBuffer.wrap(answer.bytes()).order(ByteOrder.LITTLE_ENDIAN).position(length);
        assertThat(sum.getInt()).isEqualTo(101);
        assertThat(sum.getInt()).isEqualTo(102);
    }

    @Test
    void shouldRefuseTheRawFormForAModelOfTwoInputs() throws Exception {
        var refused = CURL.ask(INFER, "-H", LENGTH + ": 0", "-d", "0123");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("\"code\":\"invalid_request\"");
    }

    @Test
    void shouldLoadAskCountAndUnload() throws Exception {
        var name = Workplace.REGIONAL;
        assertThat(CURL.ask("/v2/models/" + name + "/ready").status()).isEqualTo(404);
        assertThat(CURL.ask("/v2/repository/index", "-X", "POST").body())
                .contains(
                        "{\"name\":\"regional\",\"version\":\"1\",\"state\":\"UNAVAILABLE\"",
                        "{\"name\":\"simple\",\"version\":\"1\",\"state\":\"READY\"");

        var loaded = CURL.ask("/v2/repository/models/" + name + "/load", "-X", "POST");
        assertThat(loaded.status()).as(loaded.body()).isEqualTo(200);
        assertThat(CURL.ask("/v2/models/" + name + "/versions/1/infer", "-d", QUESTION)
                        .body())
                .contains(SUM);
        assertThat(CURL.ask("/v2/models/" + name + "/stats").body())
                .contains("\"name\":\"regional\"", "\"inference_count\":1", "\"success\":{\"count\":1,\"ns\":");
        assertThat(CURL.ask("/v2/models/stats").body()).contains("\"regional\"", "\"simple\"");
        assertThat(CURL.ask("/v2/models/" + name + "/config").body()).contains("\"data_type\":\"TYPE_INT32\"");
        var unloaded = CURL.ask("/v2/repository/models/" + name + "/unload", "-d", "{}");

        assertThat(unloaded.status()).as(unloaded.body()).isEqualTo(200);
        assertThat(CURL.ask("/v2/models/" + name + "/infer", "-d", QUESTION).status())
                .isEqualTo(404);
        assertThat(CURL.ask("/v2/repository/index", "-d", "{\"ready\":true}").body())
                .doesNotContain("regional");
    }

    @Test
    void shouldSayWhyAModelCannotBeLoadedAndNameNoFile() throws Exception {
        var refused = CURL.ask("/v2/repository/models/silero-vad/load", "-X", "POST");

        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.body())
                .contains("\"code\":\"load_failed\"", "silero-vad")
                .doesNotContain(PLACE.folder().toString());
        assertThat(CURL.ask("/v2/repository/index", "-X", "POST").body())
                .contains("\"state\":\"UNAVAILABLE\",\"reason\":\"the store of this node does not have");
        assertThat(CURL.ask("/v2/repository/models/none/load", "-X", "POST").status())
                .isEqualTo(404);
    }

    @Test
    void shouldAnswerLater() throws Exception {
        var accepted = CURL.ask(INFER, "-H", "Prefer: respond-async", "-d", QUESTION);
        var result = accepted.header("location");

        var answer = Eventually.find(
                "the answer", () -> Optional.of(CURL.ask(result)).filter(found -> found.status() != 202));

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("preference-applied")).isEqualTo("respond-async");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains(SUM);
        assertThat(CURL.ask(result).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | not_found          | /v3                       | GET",
                "404 | not_found          | /                         | POST",
                "404 | unknown_model      | /v2/models/none/stats     | GET",
                "404 | unknown_result     | /tieline/v1/results/x     | GET",
                "405 | method_not_allowed | /v2/repository/index      | GET",
                "405 | method_not_allowed | /v2/models/simple/infer   | PUT",
                "404 | unknown_model      | /v2/models/..%2f..%2fetc  | GET",
            })
    void shouldFailInTheFormOfTheProtocol(int status, String code, String path, String method) throws Exception {
        var answer = CURL.ask(path, "-X", method);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.body()).startsWith("{\"error\":\"").contains("\"code\":\"" + code + "\"");
    }

    @Test
    void shouldRefuseAHeadThatIsTooLong() throws Exception {
        var path = CURL.ask("/v2?" + "x".repeat(9_000));
        var headers = CURL.ask("/v2", "-H", "x-padding: " + "x".repeat(17_000));

        assertThat(path.status()).isEqualTo(414);
        assertThat(path.body()).contains("\"code\":\"uri_too_long\"");
        assertThat(headers.status()).isEqualTo(431);
        assertThat(headers.body()).contains("\"code\":\"headers_too_large\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/                                 | GET  | host: evil.example         | 403",
                "/v2                               | GET  | host: evil.example:8000    | 403",
                "/v2/repository/models/none/unload | POST | origin: http://evil.example | 403",
                "/v2/repository/models/none/unload | POST | sec-fetch-site: same-site  | 403",
                "/metrics                          | GET  | sec-fetch-site: cross-site | 403",
                "/metrics                          | GET  | host: edge-7.plant.example | 200",
                "/v2/health/ready                  | GET  | host: edge-7.plant.example | 200",
                "/                                 | GET  | host: localhost:8000       | 200",
                "/v2                               | GET  | sec-fetch-site: same-origin | 200",
            })
    void shouldAnswerPagesOfItsOwnAlone(String path, String method, String header, int status) throws Exception {
        var answer = CURL.ask(path, "-X", method, "-H", header);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.body()).contains("\"code\":\"forbidden_origin\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html, swagger-ui-bundle.js",
        "/docs/page.js, text/javascript, openapi.yaml",
        "/docs/page.css, text/css, swagger-ui",
        "/docs/swagger-ui-bundle.js, text/javascript, SwaggerUIBundle",
        "/docs/swagger-ui.css, text/css, swagger-ui",
        "/openapi.yaml, yaml, openapi: 3.1.0",
    })
    void shouldHaveAPageToTryItAt(String path, String type, String content) throws Exception {
        var answer = CURL.ask(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).contains(type);
        assertThat(answer.body()).contains(content);
    }

    private static byte[] compressed(byte[] bytes, String coding) throws IOException {
        var target = new ByteArrayOutputStream();
        try (var stream = coding.equals("gzip") ? new GZIPOutputStream(target) : new DeflaterOutputStream(target)) {
            stream.write(bytes);
        }
        return target.toByteArray();
    }
}
