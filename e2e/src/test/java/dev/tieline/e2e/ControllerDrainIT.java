package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a controller ends that is told to stop, or is killed, and what it leaves. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ControllerDrainIT {
    private static final int TERMINATED = 128 + 15;

    private final Workplace place = Workplace.make("controller-drain");
    private final Path home = place.folder().resolve("controller");
    private final Controller controller = new Controller(
            place, URI.create("mqtt://127.0.0.1:" + FreePorts.find(1).getFirst()));
    private final Path blob = place.blobs("simple").getFirst();
    private final byte[] bytes = read(blob);

    @AfterEach
    void stop() {
        place.close();
    }

    @Test
    void shouldEndWhatRunsAndRefuseWhatComes() throws Exception {
        controller.launch().awaitAnswering();
        try (var upload = beginUpload()) {
            controller.process().terminate();
            assertThat(refusal()).contains("shutting down");

            upload.write(Arrays.copyOfRange(bytes, bytes.length - 1, bytes.length));

            assertThat(upload.response().status()).isEqualTo(201);
        }
        assertThat(controller.process().awaitEnd(Eventually.PATIENCE)).isEqualTo(TERMINATED);
        assertThat(home.resolve("blobs/sha256").resolve(blob.getFileName())).hasBinaryContent(bytes);
        assertThat(home.resolve("making")).isEmptyDirectory();
    }

    @Test
    void shouldStartAgainInTheHomeOfAKilledOneAndTidyIt() throws Exception {
        controller.launch().awaitAnswering();
        var upload = beginUpload();
        controller.process().kill();
        upload.close();
        assertThat(home.resolve("making")).isNotEmptyDirectory();
        Files.createDirectories(home.resolve("resources/models"));
        var half = Files.writeString(home.resolve("resources/models/simple@1.yaml.new"), "half");

        controller.launch().awaitAnswering();
        controller.applyModel("simple");

        assertThat(home.resolve("making")).isEmptyDirectory();
        assertThat(half).doesNotExist();
    }

    /** Sends a blob but for its last byte, and waits until the controller writes it. */
    private RawConnection beginUpload() throws Exception {
        var upload = new RawConnection(controller.uri("/"));
        upload.head("PUT /api/v1/blobs/sha256/" + blob.getFileName() + " HTTP/1.1", "Content-Length: " + bytes.length);
        upload.write(Arrays.copyOf(bytes, bytes.length - 1));
        var unused = Eventually.find(
                "the upload to be written", () -> making().stream().findFirst());
        return upload;
    }

    /** Asks until it is refused. */
    private String refusal() throws Exception {
        return Eventually.find("a refusal", () -> {
            try (var question = new RawConnection(controller.uri("/"))) {
                question.head("GET /api/v1/models HTTP/1.1");
                return Optional.of(question.response())
                        .filter(response -> response.status() == 503)
                        .map(RawConnection.Response::body);
            }
        });
    }

    private List<Path> making() throws IOException {
        try (var files = Files.list(home.resolve("making"))) {
            return files.toList();
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
