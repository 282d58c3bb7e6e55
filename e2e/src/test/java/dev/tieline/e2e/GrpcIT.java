package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.process.FreePorts;
import dev.tieline.launcher.process.Readiness;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packaged node over gRPC, asked by a client that shares no code with it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class GrpcIT {
    private static final Workplace PLACE = Workplace.make("grpc");
    private static final URI NODE =
            URI.create("http://127.0.0.1:" + FreePorts.find(1).getFirst());
    private static final String SUM = "[2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32]";

    private static PythonGrpc python;

    @BeforeAll
    static void start() throws Exception {
        python = PythonGrpc.at(NODE, PLACE.folder());
        var node = PLACE.fleet()
                .start(Node.program(
                        PLACE,
                        "node",
                        List.of(),
                        List.of("--local", "--port=" + NODE.getPort(), "--slots=1", "--models=simple,minilm")));
        var unused = node.await(Readiness.http(NODE.resolve("/v2/health/ready")), Eventually.PATIENCE);
    }

    @AfterAll
    static void stop() {
        PLACE.close();
    }

    @Test
    void shouldLiveAndBeReady() throws Exception {
        assertThat(python.hear("health")).containsExactly("True", "True", "True", "False", "1", "1");
    }

    @Test
    void shouldDescribeItselfAndItsModels() throws Exception {
        assertThat(python.hear("metadata"))
                .containsExactly(
                        "tieline",
                        "onnxruntime_onnx ['INPUT0', 'INPUT1'] ['INT32', 'INT32'] [-1, 16]",
                        "onnxruntime 0 8",
                        "[('minilm', 'READY'), ('simple', 'READY')]");
    }

    @Test
    void shouldInferRawElements() throws Exception {
        assertThat(python.hear("raw")).containsExactly("r1 simple 1 " + SUM, "local");
    }

    @Test
    void shouldInferTypedElements() throws Exception {
        assertThat(python.hear("typed")).containsExactly(SUM, "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] 0");
    }

    @Test
    void shouldInferCompressedMessages() throws Exception {
        assertThat(python.hear("compressed")).containsExactly("32", "32");
    }

    @Test
    void shouldReadMessagesBeyondTheDefaultLimitOfServers() throws Exception {
        assertThat(python.hear("large"))
                .singleElement()
                .asString()
                .startsWith("INVALID_ARGUMENT invalid_request | ")
                .contains("needs 16 elements in int_contents, and it has 6000016");
    }

    @Test
    void shouldAnswerAStreamInItsOrder() throws Exception {
        var expected = IntStream.range(0, 50)
                .mapToObj(i -> "q" + i + " " + (i == 20 ? "Request for unknown model: 'none' is not found" : "2"))
                .toList();

        assertThat(python.hear("stream")).isEqualTo(expected);
    }

    @Test
    void shouldStopARunAtTheDeadlineOfItsCaller() throws Exception {
        assertThat(python.hear("deadline")).containsExactly("True");
    }

    @Test
    void shouldStopARunThatItsCallerCancels() throws Exception {
        assertThat(python.hear("cancel")).containsExactly("True", "2");
    }

    @Test
    void shouldNameWhatIsWrong() throws Exception {
        var heard = python.hear("errors");

        assertThat(heard)
                .extracting(line -> line.substring(0, line.indexOf('|')).strip())
                .containsExactly(
                        "NOT_FOUND unknown_model",
                        "INVALID_ARGUMENT invalid_request",
                        "NOT_FOUND unknown_model",
                        "INVALID_ARGUMENT invalid_request",
                        "DEADLINE_EXCEEDED deadline_exceeded",
                        "INVALID_ARGUMENT invalid_request",
                        "UNIMPLEMENTED None");
        assertThat(heard.get(3)).contains("'INPUT0'", "needs 64 bytes, and it has 4");
        assertThat(heard.getLast()).contains("shared memory is not supported");
    }

    @Test
    void shouldTakeAModelOutOfServiceAndBringItBack() throws Exception {
        var heard = python.hear("repository");

        assertThat(heard).hasSize(4);
        assertThat(heard.getFirst()).isEqualTo("False");
        assertThat(heard.get(1)).startsWith("NOT_FOUND unknown_model");
        assertThat(heard.get(2)).isEqualTo("2");
        assertThat(heard.get(3)).startsWith("NOT_FOUND unknown_model");
    }

    @Test
    void shouldDescribeItsServicesByReflection() throws Exception {
        assertThat(python.hear("reflection"))
                .containsExactly(
                        "['grpc.health.v1.Health', 'grpc.reflection.v1.ServerReflection',"
                                + " 'inference.GRPCInferenceService']",
                        "open_inference.proto ['GRPCInferenceService']",
                        "model_config.proto []");
    }
}
