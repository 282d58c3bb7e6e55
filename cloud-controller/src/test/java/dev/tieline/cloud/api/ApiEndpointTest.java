package dev.tieline.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.RandomRequests;
import dev.tieline.cloud.Samples;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.PolicyRequestReader;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TemporaryHome.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiEndpointTest {
    private static final String EXPLAIN = "api/v1/policy/explain";

    private final HttpClient client = HttpClient.newHttpClient();

    @Inject
    RunningController controller;

    @TestHTTPResource("/")
    URI root;

    @BeforeAll
    void start() throws Exception {
        controller.start();
        for (var file : List.of(Samples.SITES, Samples.POLICY, Samples.SIMPLE, Samples.MINILM)) {
            assertThat(apply(Samples.text(file)).statusCode())
                    .as(file.toString())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sites,us-east",
        "models,minilm@1",
        "models/minilm@1,langchain4j",
        "models/minilm%401,langchain4j",
        "policies,acme-eu",
        "policies/acme-eu,notBefore",
        "deployments,deployments",
        "nodes,'{\"nodes\":[]}'",
        "placements,'{\"placements\":['",
        "decisions?limit=5&deployment=none,'{\"decisions\":[]}'",
        "why/route?from=a/b&model=minilm&class=personal&tags=health,personal"
    })
    void shouldTellWhatIsDeclared(String document, String part) throws Exception {
        var response = send(request("api/v1/" + document).GET());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).contains(part);
    }

    @Test
    void shouldTakeADocumentAndSayWhatCameOfIt() throws Exception {
        var text = Samples.deployment("first", "simple@1");

        var created = apply(text);
        var unchanged = apply(text);
        var updated = apply(text.replace("max: 1", "max: 2"));

        assertThat(created.body())
                .isEqualTo("{\"kind\":\"deployment\",\"name\":\"first\",\"outcome\":\"created\",\"warnings\":[]}");
        assertThat(answer(unchanged).string("outcome")).isEqualTo("unchanged");
        assertThat(answer(updated).string("outcome")).isEqualTo("updated");
    }

    @Test
    void shouldTellTheTextAsItWasApplied() throws Exception {
        var text = "# by hand\n" + Samples.deployment("texted", "simple@1");
        apply(text);

        var yaml = send(request("api/v1/deployments/texted")
                .header("Accept", "application/json;q=0.5, application/yaml")
                .GET());
        var json = send(
                request("api/v1/deployments/texted").header("Accept", "*/*").GET());
        var sites = send(
                request("api/v1/sites").header("Accept", "application/yaml").GET());

        assertThat(yaml.body()).isEqualTo(text);
        assertThat(yaml.headers().firstValue("Content-Type")).hasValue("application/yaml");
        assertThat(answer(json).string("idleAfter")).isEqualTo("3600s");
        assertThat(sites.body()).isEqualTo(Samples.text(Samples.SITES));
    }

    @Test
    void shouldNameLineAndKeyOfAFileThatItRefuses() throws Exception {
        var text = Samples.deployment("refused", "simple@1").replace("min: 0", "min: -1");

        var response = send(
                request("api/v1/apply").header("Tieline-Source", "wishes.yaml").POST(BodyPublishers.ofString(text)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("""
                {"error":"wishes.yaml:4: replicas.min: needs an integer of 0 to 10000, and this is -1",\
                "errors":[{"line":4,"key":"replicas.min","message":"needs an integer of 0 to 10000, and this is -1"}]}""");
    }

    @Test
    void shouldAnswerAContradictionWithAConflict() throws Exception {
        apply(Samples.deployment("user", "simple@1"));

        var changed = apply(Samples.text(Samples.SITES) + "# changed\n");
        var deleted = send(request("api/v1/models/simple@1").DELETE());

        assertThat(changed.statusCode()).isEqualTo(409);
        assertThat(answer(changed).string("error")).contains("needs a higher version");
        assertThat(deleted.statusCode()).isEqualTo(409);
        assertThat(answer(deleted).string("error")).contains("is in use by the deployments");
    }

    @Test
    void shouldDeleteAndNotFindAgain() throws Exception {
        apply(Samples.deployment("gone", "simple@1"));

        var deleted = send(request("api/v1/deployments/gone").DELETE());
        var again = send(request("api/v1/deployments/gone").DELETE());
        var read = send(request("api/v1/deployments/gone").GET());

        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(answer(deleted).string("outcome")).isEqualTo("deleted");
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(answer(read).string("error")).startsWith("There is no deployment 'gone'. Declared: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            models?verbose=1                          | 400 | unknown query parameter 'verbose'. Legal here: none
            decisions?limt=1                          | 400 | Legal here: limit, deployment
            decisions?limit=0                         | 400 | limit needs an integer of 1 to 1000, and this is '0'
            decisions?limit=many                      | 400 | limit needs an integer
            decisions?limit=1&limit=2                 | 400 | stands there twice
            nodes/a/b                                 | 404 | There is no node a/b. Known: none
            nodes/A/b                                 | 400 | 'A' is not a site id
            placements/none                           | 404 | There is no deployment 'none'
            why/placement                             | 400 | needs the query parameter 'deployment'
            why/placement?deployment=none             | 404 | There is no deployment 'none'
            why/route?from=a&model=minilm             | 400 | from: 'a' is not a node address
            why/route?from=a/b&model=a/b              | 400 | model: 'a/b' is not the name of a model
            why/route?from=a/b&model=minilm&class=hot | 400 | class: unknown class 'hot'
            models/none                               | 404 | Declared: minilm@1, simple@1
            """)
    void shouldSayWhatIsWrongWithAQuestion(String question, int status, String message) throws Exception {
        var response = send(request("api/v1/" + question).GET());

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(answer(response).string("error")).contains(message);
    }

    @Test
    void shouldSayThatNothingIsDecidedAboutADeploymentYet() throws Exception {
        apply(Samples.deployment("waiting", "simple@1"));

        var response = send(request("api/v1/why/placement?deployment=waiting").GET());

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(answer(response).string("error")).contains("waiting is declared, and nothing has been decided");
    }

    @Test
    void shouldRefuseADocumentOverItsLimit() throws Exception {
        var response = apply("#".repeat(ResourceQuestions.MAX_DOCUMENT_BYTES + 1));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(answer(response).string("error")).contains("1048576 bytes");
    }

    @ParameterizedTest
    @CsvSource({"Content-Type,multipart/form-data; boundary=x", "Content-Encoding,gzip"})
    void shouldRefuseABodyThatIsNotTheDocumentItself(String header, String value) throws Exception {
        var response =
                send(request("api/v1/apply").header(header, value).POST(BodyPublishers.ofString("apiVersion: x")));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(answer(response).string("error")).contains(value);
    }

    @Test
    void shouldAnswerHeadWithoutABody() throws Exception {
        var response = send(request("api/v1/models").method("HEAD", BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void shouldSayThatTheDiskDoesNotTakeADocument() throws Exception {
        var folder = controller.home().resolve("resources/policies");
        var aside = Files.move(folder, controller.home().resolve("aside"));
        Files.writeString(folder, "in the way");
        try {
            var policy = Samples.text(Samples.POLICY).replaceFirst("version: 1", "version: 2");

            var response = apply(policy);

            assertThat(response.statusCode()).isEqualTo(507);
            assertThat(answer(response).string("error")).contains("cannot write", "Maybe the disk is full");
        } finally {
            Files.delete(folder);
            Files.move(aside, folder);
        }
    }

    @Test
    void shouldDenyPersonalDataTheWayToVirginiaAndSayWhy() throws Exception {
        var response = explain(Samples.personalTo("us-east", "US-VA"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("""
                {"decision":"deny","decidingRule":null,"reason":"personal is denied by default; rule personal-in-eea \
                failed at hop 2 (process us-east: country US-VA, needs EEA)","cause":\
                {"rule":"personal-in-eea","hop":2,"failedClause":"hops.process.country","actual":"US-VA",\
                "expected":"EEA"},"matched":[],"nearMisses":[\
                {"rule":"personal-in-eea","hop":2,"failedClause":"hops.process.country","actual":"US-VA",\
                "expected":"EEA"},\
                {"rule":"special-in-country","hop":2,"failedClause":"hops.process.same","actual":"country US",\
                "expected":"origin.country DE"}],"audited":[],"obligations":[],"hops":[{"hop":1,"role":"relay",""").contains("""
                        "bundle":{"id":"acme-eu","version":1,"sha256":"%s"},"narrowedBy":[],"factsDigest":\"""".formatted(
                PolicySetReader.read(Samples.POLICY).bundles().getFirst().sha256()));
    }

    @Test
    void shouldPermitPersonalDataTheWayToLyon() throws Exception {
        var answer = answer(explain(Samples.personalTo("eu-west", "FR")));

        assertThat(answer.string("decision")).isEqualTo("permit");
        assertThat(answer.string("decidingRule")).isEqualTo("personal-in-eea");
        assertThat(answer.strings("matched")).containsExactly("personal-in-eea");
        assertThat(answer.list("nearMisses").items()).isEmpty();
    }

    @Test
    void shouldExplainByTheBundlesOfAllLevelsUntilOneIsTakenAway() throws Exception {
        var tenant = """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: clinics, version: 4, level: tenant, notBefore: 2026-01-01, expires: 2030-01-01}
                rules: [{id: nothing-personal, effect: forbid, for: {class: [personal]}}]
                """;
        var request = Samples.personalTo("eu-west", "FR");

        var applied = apply(tenant);
        var listed = send(request("api/v1/policies").GET());
        var narrowed = answer(explain(request));
        var deleted = send(request("api/v1/policies/clinics").DELETE());
        var after = answer(explain(request));

        assertThat(answer(applied).string("outcome")).isEqualTo("created");
        assertThat(listed.body()).contains("\"id\":\"acme-eu\"", "\"id\":\"clinics\"");
        assertThat(narrowed.string("decidingRule")).isEqualTo("nothing-personal");
        assertThat(narrowed.list("narrowedBy").maps())
                .singleElement()
                .satisfies(bundle -> assertThat(bundle.string("id")).isEqualTo("clinics"));
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(after.string("decision")).isEqualTo("permit");
        assertThat(after.list("narrowedBy").items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261122})
    void shouldAnswerAsTheEvaluatorDoesOnTheSameFile(long seed, @TempDir Path folder) throws Exception {
        var evaluator = new PolicyEvaluator(new BundleState.Valid(PolicySetReader.read(Samples.POLICY)));
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
            assertThat(answer.list("nearMisses").maps())
                    .extracting(ApiEndpointTest::told)
                    .isEqualTo(expected.nearMisses().stream()
                            .map(ApiEndpointTest::told)
                            .toList());
            assertThat(answer.get("cause") instanceof YamlMap cause ? Optional.of(told(cause)) : Optional.empty())
                    .isEqualTo(expected.cause().map(ApiEndpointTest::told));
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
        var response = explain(opening.repeat(ApiEndpoint.MAX_REQUEST_BYTES / opening.length()));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(answer(response).string("error")).startsWith("request:");
    }

    @Test
    void shouldRefuseABodyOverItsLimit() throws Exception {
        var response = explain("#".repeat(ApiEndpoint.MAX_REQUEST_BYTES + 1));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(answer(response).string("error")).contains("65536 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | api/v1/policies           | GET
            DELETE | api/v1/sites              | GET
            GET    | api/v1/policy/explain     | POST
            GET    | api/v1/apply              | POST
            PUT    | api/v1/models/a@1         | DELETE, GET
            PUT    | api/v1/nodes/a/b          | GET
            POST   | api/v1/why/route          | GET
            POST   | api/v1/blobs/sha256/00    | GET, HEAD, PUT
            """)
    void shouldNameTheMethodThatAPathIsFor(String method, String path, String allowed) throws Exception {
        var response = send(request(path).method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue(allowed);
        assertThat(answer(response).string("error"))
                .isEqualTo("This path is for " + allowed.replace(", ", " and ") + " only.");
    }

    @Test
    void shouldAnswerAnUnknownPathInItsOwnForm() throws Exception {
        var response = send(request("api/v2").GET());

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(answer(response).string("error")).contains("nothing at this path");
    }

    private static List<String> told(YamlMap misfit) {
        return List.of(
                misfit.string("rule"),
                text(misfit, "hop").orElse("none"),
                misfit.string("failedClause"),
                misfit.string("actual"),
                misfit.string("expected"));
    }

    private static List<String> told(Misfit misfit) {
        var at = misfit.at();
        return List.of(
                misfit.rule(),
                at == null ? "none" : String.valueOf(at.number()),
                misfit.clause(),
                misfit.actual(),
                misfit.expected());
    }

    private static Optional<String> text(YamlMap map, String key) {
        var scalar = map.get(key).asScalar();
        return scalar.type() == YamlScalar.Type.NULL ? Optional.empty() : Optional.of(scalar.string());
    }

    // JSON is YAML, and this reader refuses what is neither.
    private static YamlMap answer(HttpResponse<String> response) {
        return YamlReader.read("answer", response.body()).asMap();
    }

    private HttpResponse<String> apply(String document) throws IOException, InterruptedException {
        return send(request("api/v1/apply").POST(BodyPublishers.ofString(document)));
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
