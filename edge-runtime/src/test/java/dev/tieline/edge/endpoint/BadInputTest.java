package dev.tieline.edge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.FreePort;
import dev.tieline.devices.testing.MosquittoProcess;
import dev.tieline.edge.endpoint.BadInput.Asked;
import dev.tieline.edge.endpoint.http.SimpleModelStore;
import dev.tieline.edge.node.NodeLifecycle;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One whole node, asked over HTTP, gRPC and a real broker: what is bad is refused by each with the same code. */
@QuarkusTest
@TestProfile(BadInputTest.NodeAtABroker.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final Path API = Path.of("../docs/api.md");
    private static final Pattern ERROR_ROW = Pattern.compile("\\| `(\\w+)` \\| (\\d+) \\| ([A-Z_]+|-) \\| .*");
    /** What no caller shall learn: where files lie, and what the parts of the program are called. */
    private static final List<String> INTERNALS = List.of(
            "dev.tieline",
            "java.",
            "ai.onnxruntime",
            "io.vertx",
            "com.google",
            "Exception",
            "/tmp",
            "/home",
            "target/",
            Path.of("").toAbsolutePath().toString());

    @Inject
    NodeLifecycle lifecycle;

    @TestHTTPResource("/")
    URI root;

    private ThreeForms caller;

    /** A node starts once, so that this test cannot share that of another. */
    public static final class NodeAtABroker implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(SimpleModelStore.class), new TestResourceEntry(Clinic.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    /** The broker, and the files of a node at it. */
    public static final class Clinic implements QuarkusTestResourceLifecycleManager {
        private final MosquittoProcess mosquitto = MosquittoProcess.prepare(FreePort.find(), "allow_anonymous true");

        @Override
        public Map<String, String> start() {
            mosquitto.restart();
            return Map.of(
                    "tieline.knowledge.routes", write("routes.yaml", """
                            apiVersion: tieline.dev/routes/v1
                            generation: 1
                            routes: {elsewhere: [us-east/va-1]}
                            """),
                    "tieline.node.tenant", "acme",
                    "tieline.node.name", "gw-1",
                    "tieline.node.home", folder().toString(),
                    "tieline.link.broker", mosquitto.uri().toString(),
                    "tieline.knowledge.sites", write("sites.yaml", """
                            apiVersion: tieline.dev/sites/v1
                            version: 1
                            expires: 2036-01-01T00:00:00Z
                            sites:
                              - {id: broker-fra, country: DE, operator_home: DE, tier: region}
                              - {id: clinic-berlin, country: DE, operator_home: DE, tier: gateway, broker: broker-fra}
                              - {id: us-east, country: US, operator_home: US, tier: region, broker: broker-fra}
                            """),
                    "tieline.knowledge.policy", write("policy.yaml", """
                            apiVersion: tieline.dev/policy/v1
                            bundle: {id: test, version: 1, level: platform, notBefore: 2026-01-01T00:00:00Z, expires: 2036-01-01T00:00:00Z}
                            defaults: {public: allow, internal: deny, personal: deny, special: deny}
                            rules:
                              - {id: personal-in-germany, effect: permit, for: {class: [personal]}, hops: {any: {country: [DE]}}}
                              - {id: nothing-special, effect: forbid, for: {class: [special]}, hops: {any: {}}}
                            """));
        }

        @Override
        public void stop() {
            mosquitto.close();
        }

        private static String write(String name, String text) {
            try {
                return Files.writeString(folder().resolve(name), text).toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path folder() {
            try {
                return Files.createDirectories(Path.of("target/bad-input"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @BeforeAll
    void start() {
        lifecycle.start();
        caller = new ThreeForms(root, ConfigProvider.getConfig().getValue("tieline.link.broker", URI.class));
    }

    @AfterAll
    void go() {
        caller.close();
    }

    static Stream<Arguments> asked() {
        return BadInputs.all().stream()
                .flatMap(bad -> Stream.of(Protocol.values())
                        .flatMap(protocol -> bad.forms().get(protocol) instanceof Asked question
                                ? Stream.of(Arguments.of(bad, protocol, question))
                                : Stream.of()));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("asked")
    void shouldRefuseWhatIsBadAndServeTheNext(BadInput bad, Protocol protocol, Asked question) throws Exception {
        var answer = caller.ask(protocol, question);

        assertThat(answer.code()).as(answer.everything()).isEqualTo(bad.code());
        assertThat(answer.status()).isEqualTo(documentedStatus(bad.code(), protocol));
        assertThat(answer.message()).isNotEmpty();
        assertThat(bad.says()).allSatisfy(word -> assertThat(answer.message()).contains(word));
        assertThat(answer.everything()).doesNotContain(INTERNALS);
        assertThat(caller.ask(protocol, BadInputs.good(protocol)).code()).isEqualTo("ok");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldNameTheRuleAndThePlaceThatKeepARequestHere(Protocol protocol) throws Exception {
        var answer = caller.ask(protocol, BadInputs.elsewhere(protocol, "personal"));

        assertThat(answer.code()).as(answer.everything()).isEqualTo("policy_denied");
        assertThat(answer.status()).isEqualTo(documentedStatus("policy_denied", protocol));
        assertThat(answer.message()).contains("rule personal-in-germany failed at hop 2 (process us-east: country US");
        assertThat(answer.everything())
                .contains(
                        protocol == Protocol.GRPC
                                ? new String[] {
                                    "tieline-rule=[personal-in-germany]",
                                    "tieline-hop-number=[2]",
                                    "tieline-hop-role=[process]",
                                    "tieline-hop-site=[us-east]",
                                    "tieline-actual=[US]",
                                    "tieline-expected=[DE]"
                                }
                                : new String[] {
                                    "\"rule\":\"personal-in-germany\","
                                            + "\"hop\":{\"number\":2,\"role\":\"process\",\"site\":\"us-east\"},"
                                            + "\"actual\":\"US\",\"expected\":\"DE\""
                                });
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldSayByWhichDecisionAndUnderWhichOperatorACallWasServed(Protocol protocol) throws Exception {
        var answer = caller.ask(protocol, BadInputs.good(protocol));

        assertThat(answer.everything()).contains("tieline_operator", "tieline_decision_id");
        assertThat(answer.everything()).containsPattern("tieline_decision_id[^0-9a-f]{1,9}[0-9a-f]{32}\\b");
    }

    @Test
    void shouldHaveAFormOfEachProtocolOrAReasonWhyNot() {
        for (var bad : BadInputs.all()) {
            assertThat(bad.forms()).as(bad.what()).containsOnlyKeys(Protocol.values());
        }
    }

    @Test
    void shouldBeDocumented() throws IOException {
        var section = Files.readString(API)
                .lines()
                .dropWhile(line -> !line.equals("### What is refused"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what is wrong"))
                .toList();

        assertThat(section)
                .containsExactlyElementsOf(
                        BadInputs.all().stream().map(BadInput::row).toList());
    }

    /** The table of errors in the documentation, which is the one for all protocols. */
    private static String documentedStatus(String code, Protocol protocol) throws IOException {
        var rows = new TreeMap<String, List<String>>();
        for (var line : Files.readAllLines(API)) {
            var row = ERROR_ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), List.of(row.group(2), row.group(3)));
            }
        }
        var documented = rows.getOrDefault(code, List.of());
        return switch (protocol) {
            case HTTP -> documented.getFirst();
            case GRPC -> String.valueOf(GrpcCode.valueOf(documented.getLast()).number());
            case MQTT -> code;
        };
    }
}
