package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.endpoint.ContentCoding;
import dev.tieline.edge.endpoint.Protocol;
import dev.tieline.edge.endpoint.Visit;
import dev.tieline.edge.repository.RepositoryFailure;
import dev.tieline.models.ModelName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryPathsTest {
    private static final String INDEX = "/v2/repository/index";
    private static final String LOAD = "/v2/repository/models/other/load";
    private static final String ALL = "[{\"name\":\"test\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"\"},"
            + "{\"name\":\"other\",\"version\":\"2\",\"state\":\"UNAVAILABLE\",\"reason\":\"it is \\\"broken\\\"\"}]";

    @RegisterExtension
    private final ServedEndpoint endpoint = new ServedEndpoint(5, false);

    @RegisterExtension
    private final Asker asker = new Asker(endpoint);

    @Test
    void shouldAnswerABodyThatIsNotThere() throws Exception {
        try (var caller = new RawCaller(endpoint.port())) {
            caller.send("POST " + INDEX + " HTTP/1.1\r\nHost: x\r\n\r\n");

            var answer = caller.answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(ALL);
        }
        assertThat(endpoint.repository.asked).containsExactly("index false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"ready\":false}", "{\"ready\":null,\"repository_name\":\"x\"}", " {} "})
    void shouldShowEverythingUnlessToldOtherwise(String body) throws Exception {
        assertThat(asker.post(INDEX, body).body()).isEqualTo(ALL);
        assertThat(endpoint.repository.asked).containsExactly("index false");
    }

    @Test
    void shouldPassOnThatReadyModelsAloneAreWanted() throws Exception {
        asker.post(INDEX, "{\"ready\":true}", "Content-Type", "application/x-www-form-urlencoded");

        assertThat(endpoint.repository.asked).containsExactly("index true");
    }

    @Test
    void shouldReadACompressedRequest() throws Exception {
        var body = ("{\"ready\":true}" + " ".repeat(200)).getBytes(StandardCharsets.UTF_8);

        asker.ask("POST", INDEX, ContentCoding.GZIP.encode(body).orElseThrow(), "Content-Encoding", "gzip");

        assertThat(endpoint.repository.asked).containsExactly("index true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"ready\":1}", "{\"ready\":true}}", "{\"ready\":true,\"ready\":true}"})
    void shouldRefuseAMalformedRequest(String body) throws Exception {
        var refused = asker.post(INDEX, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("\"code\":\"invalid_request\"");
        assertThat(endpoint.repository.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {INDEX, LOAD})
    void shouldTakeNoPlaceOfThoseForInferences(String path) throws Exception {
        var places = new ArrayList<Visit>();
        for (var place = endpoint.door.enter(Protocol.HTTP);
                place.isPresent();
                place = endpoint.door.enter(Protocol.HTTP)) {
            places.add(place.get());
        }

        assertThat(asker.post(path, "{}").status()).isEqualTo(200);

        places.forEach(Visit::answered);
        Eventually.until("its memory is free", () -> endpoint.door.inside() == 0 && endpoint.door.held() == 0);
    }

    @Test
    void shouldLoadAndUnload() throws Exception {
        var loaded = asker.ask("POST", LOAD, new byte[0]);
        var unloaded =
                asker.post("/v2/repository/models/o%74her/unload", "{\"parameters\":{\"unload_dependents\":true}}");

        assertThat(loaded.status()).isEqualTo(200);
        assertThat(loaded.body()).isEmpty();
        assertThat(unloaded.status()).isEqualTo(200);
        assertThat(endpoint.repository.asked).containsExactly("load other", "unload other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "file:1/model.onnx"})
    void shouldNotLetACallerBringItsOwnModel(String parameter) throws Exception {
        var refused = asker.post(LOAD, "{\"parameters\":{\"" + parameter + "\":\"x\"}}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("'" + parameter + "'");
        assertThat(endpoint.repository.asked).isEmpty();
    }

    static Stream<Arguments> refusals() {
        var other = ModelName.of("other");
        return Stream.of(
                Arguments.of(new RepositoryFailure.UnknownModel(other), 404, "unknown_model"),
                Arguments.of(new RepositoryFailure.Managed(other), 409, "managed"),
                Arguments.of(new RepositoryFailure.LoadFailed(other, "of \"this\""), 500, "load_failed"),
                Arguments.of(new RepositoryFailure.Busy(other), 503, "overloaded"),
                Arguments.of(new RepositoryFailure.ShuttingDown(other), 503, "model_not_ready"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void shouldSayWhyAModelIsNotLoaded(RepositoryFailure failure, int status, String code) throws Exception {
        endpoint.repository.refusal = failure;

        var refused = asker.ask("POST", LOAD, new byte[0]);

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.body()).startsWith("{\"error\":\"").contains("\"code\":\"" + code + "\"");
        assertThat(refused.header("Retry-After")).isEqualTo(status == 503 ? "1" : "");
    }

    @Test
    void shouldNotLookForANameThatNoModelCanHave() throws Exception {
        var refused = asker.post("/v2/repository/models/..%2Fetc/load", "");

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.body()).contains("\"code\":\"unknown_model\"");
        assertThat(endpoint.repository.asked).isEmpty();
    }

    @Test
    void shouldRefuseARequestThatIsFarTooLong() throws Exception {
        var refused = asker.post(LOAD, " ".repeat(70_000));

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.body()).contains("\"code\":\"too_large\"", "65536");
    }
}
