package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.OtlpCollector;
import dev.tieline.devices.testing.OtlpCollector.Seen;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What two nodes and a controller tell of themselves: metrics, one trace over both nodes, logs, health. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservabilityIT {
    private static final String REGIONAL = Workplace.REGIONAL;
    private static final String CALLER_TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER_SPAN = "b7ad6b7169203331";
    private static final Pattern NAME = Pattern.compile("\\b(tieline|nv)_[a-z_]+");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Workplace place = Workplace.make("observability");
    private final Broker broker = Broker.on(place);
    private final OtlpCollector collector = new OtlpCollector();
    private final Node gateway = node("clinic-berlin/gw-1", "simple");
    private final Node frankfurt = node("eu-central/fra-1", "simple," + REGIONAL);
    private final Controller controller = new Controller(place, broker.address(), "tieline.log.format=json");

    @BeforeAll
    void start() throws Exception {
        broker.start();
        frankfurt.launch();
        gateway.launch();
        var unused = controller.start();
        for (var node : List.of(frankfurt, gateway)) {
            node.awaitReady();
            node.awaitLine("Connected to .* as .*\\.work");
        }
    }

    @AfterAll
    void end() {
        try (collector) {
            place.close();
        } finally {
            broker.close();
        }
    }

    @Test
    void shouldShowOneTraceFromTheCallerThroughTheBrokerToTheNodeThatServesAndBack() throws Exception {
        var answer = infer(REGIONAL, "00-" + CALLER_TRACE + "-" + CALLER_SPAN + "-01");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var trace = awaitTrace(CALLER_TRACE, Set.of("infer regional", "offload regional", "work regional", "reply"));
        var infer = only(trace, "infer regional");
        var offload = only(trace, "offload regional");
        var work = only(trace, "work regional");
        assertThat(infer.process()).isEqualTo("clinic-berlin/gw-1");
        assertThat(infer.parent()).isEqualTo(CALLER_SPAN);
        assertThat(infer.attributes())
                .containsEntry("tieline.route", "offload")
                .containsEntry("tieline.site", "eu-central");
        assertThat(offload.process()).isEqualTo("clinic-berlin/gw-1");
        assertThat(offload.parent()).isEqualTo(infer.id());
        assertThat(offload.attributes()).containsEntry("tieline.outcome", "served");
        assertThat(work.process()).isEqualTo("eu-central/fra-1");
        assertThat(work.parent()).isEqualTo(offload.id());
        assertThat(List.of(only(trace, "queue"), only(trace, "run"), only(trace, "reply")))
                .allSatisfy(part -> {
                    assertThat(part.process()).isEqualTo("eu-central/fra-1");
                    assertThat(part.parent()).isEqualTo(work.id());
                    assertThat(part.endNanos()).isGreaterThanOrEqualTo(part.startNanos());
                });
        assertThat(trace.toString()).doesNotContain("INPUT0", "127.0.0.1");
    }

    @Test
    void shouldNameItsOwnSpanInAnErrorBody() throws Exception {
        var trace = "1af7651916cd43dd8448eb211c80319c";

        var answer = infer("nobody", "00-" + trace + "-" + CALLER_SPAN + "-01");

        assertThat(answer.statusCode()).isEqualTo(404);
        var infer = only(awaitTrace(trace, Set.of("infer nobody")), "infer nobody");
        assertThat(infer.attributes()).containsEntry("tieline.code", "unknown_model");
        assertThat(json(answer.body()).string("trace")).isEqualTo("00-" + trace + "-" + infer.id() + "-01");
    }

    @Test
    void shouldHaveEveryMetricOfThePageAndNoOther() throws Exception {
        var unused = infer("simple", null);
        var page = Files.readString(Path.of("../docs/observability.md"));
        var documented = NAME.matcher(page.substring(0, page.indexOf("## Traces")))
                .results()
                .map(found -> found.group())
                .filter(name -> !name.endsWith("_"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(families()).isEqualTo(documented);
    }

    @Test
    void shouldHaveEveryMetricOfTheDashboard() throws Exception {
        var unused = infer("simple", null);
        var dashboard = Files.readString(Path.of("../deploy/grafana/tieline.json"));
        var shown =
                NAME.matcher(dashboard).results().map(found -> found.group()).collect(Collectors.toSet());

        assertThat(shown).hasSizeGreaterThan(20);
        assertThat(series()).containsAll(shown);
    }

    @Test
    void shouldCountWhatItServed() throws Exception {
        var unused = infer("simple", null);

        Eventually.find(
                "the request among the metrics",
                () -> scrape(gateway.endpoint())
                        .filter(line -> line.startsWith("tieline_requests_total{code=\"ok\",model=\"simple\""))
                        .findFirst());
        assertThat(scrape(gateway.endpoint()))
                .anyMatch(line ->
                        line.startsWith("nv_inference_request_success{model=\"simple\"") && !line.endsWith(" 0.0"))
                .anyMatch(line -> line.equals("tieline_link_connected{link=\"work\",} 1.0"));
    }

    @Test
    void shouldWriteLinesThatMachinesRead() {
        for (var process : List.of(gateway.process(), controller.process())) {
            var lines = process.output().stream()
                    .filter(line -> line.contains("dev.tieline"))
                    .toList();
            assertThat(lines)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(json(line).string("level")).isNotEmpty());
        }
        assertThat(gateway.process().output())
                .anySatisfy(line -> {
                    assertThat(line).contains("\"event\":\"node_ready\"");
                    assertThat(json(line).map("keys").string("node")).contains("gw-1");
                })
                .anyMatch(line -> line.contains("\"event\":\"link_connected\""));
        assertThat(controller.process().output()).anyMatch(line -> line.contains("\"event\":\"controller_ready\""));
    }

    @Test
    void shouldSayThatItIsReadyAndLives() throws Exception {
        assertThat(get(gateway.endpoint().resolve("/v2/health/ready")).body())
                .isEqualTo("{\"ready\":true,\"reasons\":[]}");
        assertThat(get(gateway.endpoint().resolve("/v2/health/live")).body())
                .isEqualTo("{\"live\":true,\"reasons\":[]}");
    }

    private Node node(String address, String models) {
        return new Node(
                place,
                address,
                List.of("tieline.tracing.endpoint=" + collector.uri(), "tieline.log.format=json"),
                "--broker=" + broker.address(),
                "--sites=" + place.write("sites.yaml", Federation.SITES),
                "--policy=" + place.write("policy.yaml", Federation.POLICY),
                "--routes=" + place.write("routes.yaml", Federation.ROUTES),
                "--models=" + models,
                "--slots=1");
    }

    private List<Seen> awaitTrace(String trace, Set<String> names) throws Exception {
        return Eventually.find("the spans " + names + " of " + trace, () -> {
            var seen = collector.spans().stream()
                    .filter(span -> span.trace().equals(trace))
                    .toList();
            var complete =
                    seen.stream().map(Seen::name).collect(Collectors.toSet()).containsAll(names);
            return complete ? Optional.of(seen) : Optional.empty();
        });
    }

    private static Seen only(List<Seen> trace, String name) {
        var found = trace.stream().filter(span -> span.name().equals(name)).toList();
        assertThat(found).as("spans %s of %s", name, trace).hasSize(1);
        return found.getFirst();
    }

    /** The names of all series of ours, of the gateway and the controller. */
    private Set<String> series() throws Exception {
        return Stream.concat(scrape(gateway.endpoint()), scrape(controller.uri("/")))
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .filter(name -> NAME.matcher(name).matches())
                .collect(Collectors.toSet());
    }

    /** The names under which they are documented: those of a histogram are one. */
    private Set<String> families() throws Exception {
        var typed = Stream.concat(scrape(gateway.endpoint()), scrape(controller.uri("/")))
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .filter(name -> NAME.matcher(name).matches())
                .filter(name -> !name.endsWith("_seconds_max"))
                .collect(Collectors.toCollection(TreeSet::new));
        return typed;
    }

    private static Stream<String> scrape(URI process) throws IOException, InterruptedException {
        // As an old Prometheus asks: a new one is told the same in OpenMetrics.
        var request = HttpRequest.newBuilder(process.resolve("/metrics"))
                .header("Accept", "text/plain;version=0.0.4")
                .timeout(Duration.ofSeconds(30));
        var answer = CLIENT.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().lines();
    }

    private HttpResponse<String> infer(String model, @Nullable String traceparent)
            throws IOException, InterruptedException {
        var numbers = Stream.iterate(0, number -> number + 1)
                .limit(16)
                .map(String::valueOf)
                .collect(Collectors.joining(","));
        var input = "{\"name\":\"%s\",\"shape\":[1,16],\"datatype\":\"INT32\",\"data\":[" + numbers + "]}";
        var body = "{\"inputs\":[" + input.formatted("INPUT0") + "," + input.formatted("INPUT1") + "]}";
        var request = HttpRequest.newBuilder(gateway.endpoint().resolve("/v2/models/" + model + "/infer"))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (traceparent != null) {
            request.header("traceparent", traceparent);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    }

    private static YamlMap json(String text) {
        return YamlReader.read("text", text).asMap();
    }
}
