package dev.tieline.launcher.infer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tieline.launcher.TielineRun;
import dev.tieline.models.ModelRef;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferCommandTest {
    private static final String QUESTION = """
            {"inputs":[{"name":"INPUT0","datatype":"INT32","shape":[1,3],"data":[1,2,3]}]}""";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void shouldShowTheTensorsOfTheAnswerAndWhereItRan() throws Exception {
        try (var node = new FakeNode(500, InferCommandTest::doubled)) {
            var run = TielineRun.of("infer", "--url", node.address().toString(), "--file", question(), "simple");

            assertThat(run.out()).isEqualTo("""
                    simple@1
                      OUTPUT0 INT32 [1,3]: [2, 4, 6]
                      ran at clinic-berlin/gw-1, jurisdiction DE, operator FR; route local; allowed by rule 'home'; decision 0af1
                    """);
            assertThat(run.code()).isZero();
        }
    }

    @Test
    void shouldAskInTheBinaryFormWithWhatTheCallerStates() throws Exception {
        try (var node = new FakeNode(500, InferCommandTest::doubled)) {
            var unused = TielineRun.of(
                    "infer",
                    "--url",
                    node.address() + "/",
                    "--file",
                    question(),
                    "--class",
                    "personal",
                    "--tags",
                    "health,eu",
                    "--purpose",
                    "care",
                    "--timeout-ms",
                    "1500",
                    "simple");

            var seen = node.seen().getFirst();
            assertThat(seen.path()).isEqualTo("/v2/models/simple/infer");
            assertThat(seen.headers())
                    .containsEntry("Tieline-class", List.of("personal"))
                    .containsEntry("Tieline-tags", List.of("health,eu"))
                    .containsEntry("Tieline-purpose", List.of("care"))
                    .containsKey("Inference-header-content-length");
            assertThat((Long) seen.request().parameters().get("timeout"))
                    .as("what is left of it, in microseconds")
                    .isBetween(1L, 1_500_000L);
            assertThat(seen.request().inputs().getFirst().ints()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void shouldShowJsonInTheProtocolsForm() throws Exception {
        try (var node = new FakeNode(500, InferCommandTest::doubled)) {
            var run = TielineRun.of(
                    "infer", "--url", node.address().toString(), "-o", "json", "--file", question(), "simple");

            assertThat(run.out())
                    .contains("\"model_name\":\"simple\"", "\"data\":[2,4,6]", "\"tieline_site\":\"clinic-berlin\"");
        }
    }

    @Test
    void shouldTellARefusalInTheNodesWords() throws Exception {
        try (var node = new FakeNode(403, request -> {
            throw new InferenceError.PolicyDenied("health data stays at its site", "health-stays").asException();
        })) {
            var run = TielineRun.of("infer", "--url", node.address().toString(), "--file", question(), "simple");

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .isEqualTo("tieline: health data stays at its site (policy_denied, HTTP 403); the rule is"
                            + " 'health-stays'\n");
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void shouldTellTheErrorOfAServerThatIsNoNode() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(502, -1);
            exchange.close();
        });
        server.start();
        try {
            var url = "http://127.0.0.1:" + server.getAddress().getPort();

            var run = TielineRun.of("infer", "--url", url, "--file", question(), "simple");

            assertThat(run.err()).isEqualTo("tieline: HTTP 502 without a word of the protocol (HTTP 502)\n");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldTellWhenToTryAgain() throws Exception {
        try (var node = new FakeNode(503, request -> {
            throw new InferenceError.Overloaded("every run slot is taken", Duration.ofMillis(250), "health-stays")
                    .asException();
        })) {
            var run = TielineRun.of("infer", "--url", node.address().toString(), "--file", question(), "simple");

            assertThat(run.err())
                    .isEqualTo(
                            "tieline: every run slot is taken (overloaded, HTTP 503); the rule is 'health-stays'. Maybe try again in 250 ms\n");
        }
    }

    @Test
    void shouldAdviseToStartANodeWhereNoneAnswers() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        var run = TielineRun.of("infer", "--url", "http://127.0.0.1:" + port, "--file", question(), "simple");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("tieline: no node answers at http://127.0.0.1:" + port
                        + ": connection refused. Maybe start one:" + " ./tieline node --local --port " + port
                        + " --models simple\n");
    }

    @Test
    void shouldNameAFileThatIsNoRequest() throws Exception {
        var file = Files.writeString(folder.resolve("bad.json"), "{\"inputs\":[}");

        var run = TielineRun.of("infer", "--file", file.toString(), "simple");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("tieline: the file " + file + " is not a request: ");
    }

    @Test
    void shouldNameAFileThatIsNotThere() {
        var run = TielineRun.of("infer", "--file", folder.resolve("none.json").toString(), "simple");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("none.json cannot be read");
    }

    @Test
    void shouldRefuseAnAddressThatIsNone() throws Exception {
        var run = TielineRun.of("infer", "--url", "localhost:8000", "--file", question(), "simple");

        assertThat(run.err())
                .isEqualTo("tieline: 'localhost:8000' is not the address of a node. Maybe it is like"
                        + " http://127.0.0.1:8000\n");
    }

    @Test
    void shouldAskForTextsOrAFile() {
        var run = TielineRun.of("infer", "simple");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("give either texts or --file FILE");
    }

    @Test
    void shouldRefuseADeadlineThatIsNone() throws Exception {
        var run = TielineRun.of("infer", "--timeout-ms", "0", "--file", question(), "simple");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--timeout-ms is at least 1, and it is 0");
    }

    private static InferenceResponse doubled(InferenceRequest request) {
        var values = request.inputs().getFirst().ints();
        for (int i = 0; i < values.length; i++) {
            values[i] *= 2;
        }
        return new InferenceResponse(
                ModelRef.of("simple@1"),
                null,
                Map.of(
                        "tieline_site", "clinic-berlin",
                        "tieline_node", "gw-1",
                        "tieline_jurisdiction", "DE",
                        "tieline_operator", "FR",
                        "tieline_route", "local",
                        "tieline_decision", "allowed by rule 'home'",
                        "tieline_decision_id", "0af1"),
                List.of(Tensor.ofInts("OUTPUT0", Shape.of(1, values.length), values)));
    }

    private String question() throws Exception {
        return Files.writeString(folder.resolve("question.json"), QUESTION).toString();
    }
}
