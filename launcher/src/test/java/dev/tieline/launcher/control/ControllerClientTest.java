package dev.tieline.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.launcher.TielineRun;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.control.FakeController.Answer;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.store.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void shouldAdviseToStartAControllerWhereNoneAnswers() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        var run = TielineRun.of("get", "nodes", "--controller", "http://127.0.0.1:" + port);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("tieline: no controller answers at http://127.0.0.1:" + port
                        + ". Maybe start one: ./tieline controller, or name another: --controller URL\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8080",
                "localhost",
                "",
                "ftp://127.0.0.1",
                "http://",
                "http://a b",
                "http://127.0.0.1:99999",
                "http://me@127.0.0.1",
                "http://127.0.0.1?x=1"
            })
    void shouldRefuseAnAddressThatIsNone(String address) {
        var run = TielineRun.of("get", "nodes", "--controller", address);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("tieline: '" + address + "' is not the address of a controller. Maybe it is like"
                        + " http://127.0.0.1:8080\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | text/html | <html>Welcome</html> | text/html",
                "404 | text/html | <html>None</html>    | text/html",
                "302 | none      | moved                | none",
                "200 | application/json | {\"data\":[]} | JSON without the key 'nodes'",
                "200 | application/json | [1]           | JSON without the key 'nodes'",
                "500 | application/json | {\"fault\":1} | JSON without the key 'error'"
            })
    void shouldKnowAServerThatIsNoController(int status, String type, String body, String what) throws Exception {
        try (var server = new FakeController().answers("GET nodes", new Answer(status, type, body))) {
            var run = TielineRun.of("get", "nodes", "--controller", server.address());

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .isEqualTo("tieline: what answers is not a controller, or one of another version: GET "
                            + server.address() + "/api/v1/nodes gave HTTP " + status + " with " + what
                            + ". Maybe correct --controller\n");
        }
    }

    @Test
    void shouldSayThatAnAnswerIsNoJson() throws Exception {
        try (var server = new FakeController().answers("GET nodes", Answer.json("{\"nodes\":[}"))) {
            var run = TielineRun.of("get", "nodes", "--controller", server.address());

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).startsWith("tieline: an answer cannot be read: the answer to GET ");
        }
    }

    @Test
    void shouldNotWaitForEver() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var client = ControllerClient.at("http://127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(200));

            assertThatThrownBy(() -> client.json("nodes", Map.of(), "nodes"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessage("the controller at http://127.0.0.1:" + silent.getLocalPort()
                            + " did not answer within 200 ms");
        }
    }

    @Test
    void shouldSayHowFarAnUploadCameThatBrokeOff() throws Exception {
        try (var rude = new RudeServer()) {
            var artifact = artifact(new byte[20_000_000]);
            var client = ControllerClient.at(rude.address(), PATIENCE);

            assertThatThrownBy(() -> client.upload(artifact, folder.resolve("blob"), Progress.NONE))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageStartingWith("the upload of " + artifact + " to " + rude.address() + " broke off after ")
                    .hasMessageEndingWith(". Maybe apply the model card again, which takes it up");
        }
    }

    @Test
    void shouldUploadWithALengthAndTellHowFarItIs() throws Exception {
        try (var controller = new FakeController()) {
            var bytes = new byte[300_000];
            var artifact = artifact(bytes);
            var heard = new ArrayList<Long>();

            ControllerClient.at(controller.address(), PATIENCE)
                    .upload(artifact, folder.resolve("blob"), (done, total) -> heard.add(done));

            assertThat(controller.blobs()).containsEntry(artifact.digest().hex(), bytes);
            assertThat(controller.seen().getFirst().headers())
                    .containsEntry("Content-Length", "300000")
                    .doesNotContainKey("Transfer-Encoding");
            assertThat(heard).isSorted().endsWith(300_000L).hasSizeGreaterThan(1);
        }
    }

    @Test
    void shouldTellWhyAnUploadIsRefused() throws Exception {
        try (var controller = new FakeController()) {
            var artifact = artifact(new byte[] {1, 2, 3});
            Files.write(folder.resolve("blob"), new byte[] {1, 2, 4});
            var client = ControllerClient.at(controller.address(), PATIENCE);

            assertThatThrownBy(() -> client.upload(artifact, folder.resolve("blob"), Progress.NONE))
                    .hasMessage("The bytes have another digest. (HTTP 400)");
        }
    }

    @Test
    void shouldTakeTheAddressOfTheOptionThenOfTheEnvironmentThenTheDefault() {
        var option = new ControllerOption();
        var environment = Map.of("TIELINE_CONTROLLER", "http://127.0.0.1:1");

        assertThat(option.address(Map.of())).isEqualTo("http://127.0.0.1:8080");
        assertThat(option.address(environment)).isEqualTo("http://127.0.0.1:1");
        option.address = "http://127.0.0.1:2";
        assertThat(option.address(environment)).isEqualTo("http://127.0.0.1:2");
    }

    private Artifact artifact(byte[] bytes) throws Exception {
        Files.write(folder.resolve("blob"), bytes);
        return new Artifact("model.onnx", Digest.ofBytes(bytes), bytes.length);
    }

    /** Takes a connection, reads a little of what comes, and hangs up. */
    private static final class RudeServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

        private RudeServer() throws IOException {
            Thread.ofVirtual().start(this::serve);
        }

        String address() {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }

        private void serve() {
            try {
                while (true) {
                    try (var connection = socket.accept()) {
                        connection.getInputStream().readNBytes(100_000);
                    }
                }
            } catch (IOException e) {
                assertThat(socket.isClosed()).isTrue();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
