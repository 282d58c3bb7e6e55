package dev.tieline.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.Tieline;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProcessTest {
    private static final String READY = "MQTT 5 broker ready on 127.0.0.1:";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void shouldServeUntilItIsToldToStopAndLeaveNoFileBehind() throws Exception {
        var temporary = Files.createDirectory(folder.resolve("tmp"));
        var work = Files.createDirectory(folder.resolve("work"));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = System.getProperty("java.class.path");
        var process = new ProcessBuilder(
                        java,
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        classes,
                        Tieline.class.getName(),
                        "broker",
                        "--port",
                        "0")
                .directory(work.toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            var line = out.readLine();
            assertThat(line).startsWith(READY);
            var port = Integer.parseInt(line.substring(READY.length()));
            var big = new byte[1024 * 1024];
            try (var client = new TestClient(port, "probe").subscribe("probe/#")) {
                client.publish("probe/big", TestClient.message(big, true));
                assertThat(client.next().payload()).hasSameSizeAs(big);
            }

            process.destroy(); // SIGTERM

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(free.isBound()).isTrue();
            }
            assertThat(work).isEmptyDirectory();
            assertThat(temporary).isEmptyDirectory();
        } finally {
            process.destroyForcibly();
        }
    }
}
