package dev.tieline.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.RandomRequests;
import dev.tieline.cloud.Samples;
import dev.tieline.cloud.controller.ControllerLifecycle;
import dev.tieline.policy.NearMiss;
import dev.tieline.policy.PolicyRequestReader;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyBundleReader;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlScalar;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(DeclaredFiles.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiEndpointTest {
    private static final String EXPLAIN = "api/v1/policy/explain";

    private final HttpClient client = HttpClient.newHttpClient();

    @Inject
    ControllerLifecycle lifecycle;

    @TestHTTPResource("/")
    URI root;

    @BeforeAll
    void start() {
        lifecycle.start();
    }

    @ParameterizedTest
    @CsvSource({"sites,us-east", "models,minilm@1", "policy,acme-eu"})
    void shouldTellWhatIsDeclared(String document, String part) throws Exception {
        var response = send(request("api/v1/" + document).GET());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).contains(part);
    }

    @Test
    void shouldDenyPersonalDataTheWayToVirginiaAndSayWhy() throws Exception {
        var response = explain(Samples.personalTo("us-east", "US-VA"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("""
                {"decision":"deny","decidingRule":null,"reason":"personal is denied by default; rule personal-in-eea \
                failed at hop 2 (process us-east: country US-VA, needs EEA)","matched":[],"nearMisses":[\
                {"rule":"personal-in-eea","hop":2,"failedClause":"hops.process.country","actual":"US-VA",\
                "expected":"EEA"},\
                {"rule":"special-in-country","hop":2,"failedClause":"hops.process.same","actual":"country US",\
                "expected":"origin.country DE"}],\
                "bundle":{"id":"acme-eu","version":1,"sha256":"%s"}}""".formatted(Samples.catalog().policy().sha256()));
    }

    @Test
    void shouldPermitPersonalDataTheWayToLyon() throws Exception {
        var answer = answer(explain(Samples.personalTo("eu-west", "FR")));

        assertThat(answer.string("decision")).isEqualTo("permit");
        assertThat(answer.string("decidingRule")).isEqualTo("personal-in-eea");
        assertThat(answer.strings("matched")).containsExactly("personal-in-eea");
        assertThat(answer.list("nearMisses").items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261122})
    void shouldAnswerAsTheEvaluatorDoesOnTheSameFile(long seed, @TempDir Path folder) throws Exception {
        var evaluator = new PolicyEvaluator(new BundleState.Valid(PolicyBundleReader.read(Samples.POLICY)));
        var requests = new RandomRequests(seed);
        var seen = new HashSet<String>();
        for (var i = 0; i < 100; i++) {
            var file = Files.writeString(folder.resolve("request.yaml"), requests.next());
            var expected = evaluator.decide(PolicyRequestReader.read(file));

            var answer = answer(explain(Files.readString(file)));

            assertThat(answer.string("decision"))
                    .as("seed %d, request %d:%n%s", seed, i, Files.readString(file))
                    .isEqualTo(expected.permitted() ? "permit" : "deny");
            assertThat(text(answer, "decidingRule")).isEqualTo(Optional.ofNullable(expected.decidingRule()));
            assertThat(answer.string("reason")).isEqualTo(expected.reason());
            assertThat(answer.strings("matched")).isEqualTo(expected.matched());
            assertThat(answer.list("nearMisses").maps().stream().map(ApiEndpointTest::nearMiss))
                    .isEqualTo(expected.nearMisses());
            seen.add(answer.string("decision") + text(answer, "decidingRule").orElse(""));
        }
        assertThat(seen)
                .as("the answers that seed %d meets", seed)
                .contains("permit", "deny", "permitpersonal-in-eea", "denyhealth-never-leaves");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/yaml", "application/x-www-form-urlencoded"})
    void shouldReadALongFileWhateverTheContentTypeSays(String contentType) throws Exception {
        var file = "# a long comment\n".repeat(1000) + Samples.personalTo("eu-west", "FR");

        var response = send(request(EXPLAIN).header("Content-Type", contentType).POST(BodyPublishers.ofString(file)));

        assertThat(answer(response).string("decision")).isEqualTo("permit");
    }

    @Test
    void shouldNameLineAndKeyOfWhatItCannotRead() throws Exception {
        var response = explain(Samples.personalTo("us-east", "US-VA").replace("role: process", "role: proces"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(answer(response).string("error"))
                .startsWith("request:7: path[1].role: ")
                .contains("proces");
    }

    @Test
    void shouldRefuseAKeyThatItDoesNotKnow() throws Exception {
        var response = explain(Samples.personalTo("us-east", "US-VA") + "purpos: diagnostics\n");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(answer(response).string("error")).startsWith("request:9: purpos: unknown key 'purpos'. Legal here:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "- a", "\"text\"", "action: infer", "a: &x 1\nb: *x"})
    void shouldRefuseWhatIsNoRequestFile(String body) throws Exception {
        var response = explain(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(answer(response).string("error")).startsWith("request:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void shouldRefuseWhatIsNestedWithoutEnd(String opening) throws Exception {
        var response = explain(opening.repeat(ApiEndpoint.MAX_BODY_BYTES / opening.length()));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(answer(response).string("error")).startsWith("request:");
    }

    @Test
    void shouldRefuseABodyOverItsLimit() throws Exception {
        var response = explain("#".repeat(ApiEndpoint.MAX_BODY_BYTES + 1));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(answer(response).string("error")).contains("65536 bytes");
    }

    @ParameterizedTest
    @CsvSource({"POST,api/v1/policy,GET", "DELETE,api/v1/sites,GET", "GET,api/v1/policy/explain,POST"})
    void shouldNameTheMethodThatAPathIsFor(String method, String path, String allowed) throws Exception {
        var response = send(request(path).method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue(allowed);
        assertThat(answer(response).string("error")).isEqualTo("This path is for " + allowed + " only.");
    }

    @Test
    void shouldAnswerAnUnknownPathInItsOwnForm() throws Exception {
        var response = send(request("api/v2").GET());

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(answer(response).string("error")).contains("nothing at this path");
    }

    private static NearMiss nearMiss(YamlMap miss) {
        return new NearMiss(
                miss.string("rule"),
                text(miss, "hop").map(Integer::valueOf).orElse(null),
                miss.string("failedClause"),
                miss.string("actual"),
                miss.string("expected"));
    }

    private static Optional<String> text(YamlMap map, String key) {
        var scalar = map.get(key).asScalar();
        return scalar.type() == YamlScalar.Type.NULL ? Optional.empty() : Optional.of(scalar.string());
    }

    // JSON is YAML, and this reader refuses what is neither.
    private static YamlMap answer(HttpResponse<String> response) {
        return YamlReader.read("answer", response.body()).asMap();
    }

    private HttpResponse<String> explain(String file) throws IOException, InterruptedException {
        return send(request(EXPLAIN).POST(BodyPublishers.ofString(file)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }
}
