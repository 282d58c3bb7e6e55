package dev.tieline.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How the tests get Mosquitto. */
enum BrokerKind {
    /** In a container, by Testcontainers. */
    DOCKER,
    /** As a process of the program {@code mosquitto}. */
    PROCESS;

    private static final List<String> MORE_FOLDERS =
            List.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/sbin");
    private static final String INSTALL = "(Debian, Ubuntu: apt-get install mosquitto; macOS: brew install mosquitto).";
    private static final long ENGINE_PATIENCE_SECONDS = 20;

    /** What {@code TIELINE_TEST_BROKER} says, or what there is. @throws IllegalStateException saying what to install */
    static BrokerKind here() {
        return switch (System.getenv("TIELINE_TEST_BROKER")) {
            case "docker" -> DOCKER;
            case "process" -> PROCESS;
            case null -> found();
            case String other ->
                throw new IllegalStateException("TIELINE_TEST_BROKER is docker or process, and it is '" + other + "'");
        };
    }

    private static BrokerKind found() {
        if (engineAnswers()) {
            return DOCKER;
        }
        program();
        return PROCESS;
    }

    /** Where the program is. @throws IllegalStateException saying what to install */
    static Path program() {
        return find().orElseThrow(() -> new IllegalStateException(
                "These tests need the MQTT broker Mosquitto: a Docker engine that answers, or the program"
                        + " mosquitto. Maybe start Docker, or install it " + INSTALL));
    }

    /** Where the program is, which a test needs that cannot use a container. @throws IllegalStateException likewise */
    static Path programFor(String purpose) {
        return find().orElseThrow(() -> new IllegalStateException("There is no program mosquitto, and " + purpose
                + " needs it: a container does not serve there. Maybe install it " + INSTALL));
    }

    private static Optional<Path> find() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":", -1)), MORE_FOLDERS.stream())
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean engineAnswers() {
        try {
            var info = new ProcessBuilder("docker", "info")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (info.waitFor(ENGINE_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return info.exitValue() == 0;
            }
            info.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false; // there is no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
