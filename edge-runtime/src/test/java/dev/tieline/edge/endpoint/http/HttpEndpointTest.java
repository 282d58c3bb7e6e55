package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.Calls;
import dev.tieline.edge.node.NodeLifecycle;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(SimpleModelStore.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpEndpointTest {
    private static final String NUMBERS = "[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]";
    private static final String BODY = """
            {"id":"r1","inputs":[
              {"name":"INPUT0","shape":[1,16],"datatype":"INT32","data":%s},
              {"name":"INPUT1","shape":[1,16],"datatype":"INT32","data":[%s]}]}
            """.formatted(NUMBERS, NUMBERS);

    private final HttpClient client = HttpClient.newHttpClient();

    @Inject
    NodeLifecycle lifecycle;

    @TestHTTPResource("/")
    URI root;

    @BeforeAll
    void start() {
        lifecycle.start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2/health/live", "v2/health/ready?verbose=1", "v2/models/simple/ready", "v2", "v2/"})
    void shouldAnswerThatItIsThere(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldSayThatItIsWellForPeopleToo() throws Exception {
        assertThat(get("v2/health/ready").body()).isEqualTo("{\"ready\":true,\"reasons\":[]}");
        assertThat(get("v2/health/live").body()).isEqualTo("{\"live\":true,\"reasons\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "index.html", "?a=b"})
    void shouldNotLetPagesOfOthersShowItsOwn(String path) throws Exception {
        var page = get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.headers().allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(page.headers().allValues("Content-Security-Policy")).containsExactly("frame-ancestors 'none'");
    }

    @Test
    void shouldTellItsMetrics() throws Exception {
        assertThat(post("v2/models/simple/infer", BODY).statusCode()).isEqualTo(200);
        assertThat(post("v2/models/nobody/infer", BODY).statusCode()).isEqualTo(404);

        Eventually.until("both requests are counted", () -> {
            var text = scrape();
            return text.contains("code=\"ok\",model=\"simple\"") && text.contains("unknown_model");
        });
        assertThat(scrape())
                .contains("tieline_requests_total{code=\"unknown_model\",model=\"other\",protocol=\"http\"}")
                .contains("nv_inference_request_success{model=\"simple\",version=\"1\"}")
                .contains("jvm_memory_used_bytes", "process_cpu_usage", "process_uptime_seconds")
                .doesNotContain("uri=", "nobody", "http_server_");
    }

    private String scrape() {
        try {
            return get("metrics").body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldRefuseAnEncodingThatIsNotRead() throws Exception {
        var request = HttpRequest.newBuilder(root.resolve("v2/models/simple/infer"))
                .header("Content-Encoding", "br")
                .POST(BodyPublishers.ofString(BODY));

        var response = client.send(request.build(), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("\"code\":\"unsupported_content\"", "'br'");
    }

    @Test
    void shouldDescribeItselfAndItsModel() throws Exception {
        assertThat(get("v2").body()).contains("\"name\":\"tieline\"", "binary_tensor_data");
        assertThat(get("v2/models/simple").body())
                .contains("\"platform\":\"onnxruntime_onnx\"", "INPUT0", "OUTPUT1", "INT32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/octet-stream", "application/x-www-form-urlencoded"})
    void shouldInferWhateverTheContentTypeSays(String contentType) throws Exception {
        var response = client.send(
                request("v2/models/simple/infer")
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofString(BODY))
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .contains("\"id\":\"r1\"", "[0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30]")
                .contains("\"tieline_site\":\"clinic-berlin\"", "\"tieline_route\":\"local\"", "tieline_queue_us");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x"})
    void shouldInferALongBodyThatIsCalledAForm(String contentType) throws Exception {
        var response = client.send(
                request("v2/models/simple/infer")
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofString(BODY + " ".repeat(100_000)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | /v2/models/a%00b     | 404",
                "GET  | /v2/models/a%0d%0aX: | 404",
                "GET  | /v2/../../etc/passwd | 404",
            })
    void shouldAnswerAnUnusualPathInTheFormOfTheProtocol(String method, String path, int status) throws Exception {
        var answer = raw(
                method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("{\"error\":\"", "\"code\":\"");
    }

    @Test
    void shouldRefuseAVeryLongNameInTheFormOfTheProtocol() throws Exception {
        var answer = raw(
                "GET /v2/models/" + "m".repeat(3_000) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 404 ")
                .contains("\"code\":\"unknown_model\"")
                .hasSizeLessThan(1_000);
    }

    @Test
    void shouldListWhatCouldBeLoadedAndWhatServes() throws Exception {
        assertThat(post("v2/repository/index", "").body())
                .contains(
                        "{\"name\":\"minilm\",\"version\":\"1\",\"state\":\"UNAVAILABLE\"",
                        "{\"name\":\"simple\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"\"}");
        assertThat(post("v2/repository/index", "{\"ready\":true}").body())
                .contains("simple")
                .doesNotContain("minilm");
    }

    @Test
    void shouldSayWhyAModelCannotBeLoadedWithoutSayingWhere() throws Exception {
        var refused = post("v2/repository/models/minilm/load", "");

        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.body())
                .contains("\"code\":\"load_failed\"", "minilm@1")
                .doesNotContain("test-store", "blobs");
    }

    @Test
    void shouldReloadAModelThatServes() throws Exception {
        assertThat(post("v2/repository/models/simple/load", "{}").statusCode()).isEqualTo(200);
        assertThat(post("v2/models/simple/infer", BODY).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2/models/stats", "v2/models/simple/stats", "v2/models/simple/versions/1/stats"})
    void shouldCountWhatItServed(String path) throws Exception {
        assertThat(post("v2/models/simple/infer", BODY).statusCode()).isEqualTo(200);

        assertThat(get(path).body())
                .startsWith("{\"model_stats\":[{\"name\":\"simple\",\"version\":\"1\",\"last_inference\":")
                .contains("\"compute_infer\":{\"count\":", "\"batch_stats\":[{\"batch_size\":1,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2/models/simple/config", "v2/models/simple/versions/1/config"})
    void shouldTellTheConfigurationOfAModel(String path) throws Exception {
        assertThat(get(path).body())
                .contains("\"name\":\"simple\"", "\"max_batch_size\":0", "\"data_type\":\"TYPE_INT32\"");
    }

    @Test
    void shouldRefuseAMalformedPath() throws Exception {
        var answer = raw("GET /v2/models/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void shouldRefuseAHeadThatIsTooLongInTheFormOfTheProtocol() throws Exception {
        var path = raw("GET /v2?" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        var headers = raw("GET /v2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Padding: " + "x".repeat(17_000)
                + "\r\n\r\n");

        assertThat(path).startsWith("HTTP/1.1 414 ").contains("\"code\":\"uri_too_long\"");
        assertThat(headers).startsWith("HTTP/1.1 431 ").contains("\"code\":\"headers_too_large\"");
    }

    @Test
    void shouldSayWhichExtensionsItHas() throws Exception {
        assertThat(get("v2").body())
                .contains("binary_tensor_data", "model_repository", "model_configuration", "statistics")
                .contains("tieline_respond_async");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "docs/page.js", "docs/swagger-ui-bundle.js", "docs/swagger-ui.css", "openapi.yaml"})
    void shouldServeThePageToTryItAt(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldInferAVersionAndAPercentEncodedName() throws Exception {
        assertThat(post("v2/models/s%69mple/versions/1/infer", BODY).statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldTakeAndGiveBinaryTensors() throws Exception {
        var codec = new OipCodec(OipLimits.DEFAULT);
        var request = Calls.request("simple");
        var body = codec.encodeRequest(new dev.tieline.models.infer.InferenceRequest(
                request.model(),
                null,
                "r2",
                java.util.Map.of("binary_data_output", true),
                request.inputs(),
                request.outputs()));

        var response = client.send(
                request("v2/models/simple/infer")
                        .header("inference-header-content-length", String.valueOf(body.headerLength()))
                        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        int headerLength = Integer.parseInt(
                response.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
        var decoded = codec.decodeResponse(ByteBuffer.wrap(response.body()), headerLength);
        assertThat(decoded.outputs().getFirst().ints()).startsWith(0, 2, 4).endsWith(30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | unknown_model   | v2/models/none/infer",
                "404 | unknown_model   | v2/models/simple/versions/9/infer",
                "404 | unknown_model   | v2/models/..%2Fetc/infer",
                "404 | not_found       | v2/modells/simple/infer",
            })
    void shouldNameWhatIsNotThere(int status, String code, String path) throws Exception {
        var response = post(path, BODY);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).startsWith("{\"error\":\"").contains("\"code\":\"" + code + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"inputs\":[]}",
                "{\"inputs\":[{\"name\":\"INPUT0\",\"shape\":[1,16],\"datatype\":\"INT32\",\"data\":[1]}]}",
                "{\"inputs\":[{\"name\":\"INPUT0\",\"shape\":[1,1],\"datatype\":\"FP32\",\"data\":[1]}]}",
                "{\"inputs\":[{\"name\":\"WRONG\",\"shape\":[1,1],\"datatype\":\"INT32\",\"data\":[1]}]}",
                "{\"inputs\":[{\"name\":\"INPUT0\",\"shape\":[9223372036854775807,9],\"datatype\":\"INT32\",\"data\":[1]}]}",
                "{\"inputs\":[{\"name\":\"INPUT0\",\"shape\":[-1,16],\"datatype\":\"INT32\",\"data\":[1]}]}",
                "{\"inputs\":[{\"name\":\"INPUT0\",\"shape\":[1,16],\"datatype\":\"INT99\",\"data\":[1]}]}",
            })
    void shouldRefuseAMalformedRequestAndServeTheNext(String body) throws Exception {
        var refused = post("v2/models/simple/infer", body);
        var next = post("v2/models/simple/infer", BODY);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).startsWith("{\"error\":\"").contains("\"code\":\"invalid_request\"");
        assertThat(next.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRefuseABodyOverTheLimit() throws Exception {
        var response = post("v2/models/simple/infer", " ".repeat(1_048_577));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("\"code\":\"too_large\"", "1048576");
    }

    @Test
    void shouldSayWhichMethodAPathIsFor() throws Exception {
        var response = get("v2/models/simple/infer");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST, OPTIONS");
        assertThat(response.body()).startsWith("{\"error\":\"");
    }

    @Test
    void shouldEndACallThatHasNoTime() throws Exception {
        var response =
                post("v2/models/simple/infer", BODY.replace("{\"id\"", "{\"parameters\":{\"timeout\":1},\"id\""));

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(response.body()).contains("\"code\":\"deadline_exceeded\"");
    }

    /** What the server sends until it closes the connection, for requests that no client would make. */
    private String raw(String request) throws IOException {
        try (var socket = new Socket(root.getHost(), root.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                request(path)
                        .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path));
    }
}
