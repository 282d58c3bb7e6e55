package dev.tieline.e2e;

import dev.tieline.devices.NodeAddress;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A device at the broker whose client is the program {@code mosquitto_rr}: it sends a request and waits for its answer.
 *
 * <p>It takes the body from its command line, so that no byte of it can be zero: its version 2.0.11 sends nothing where it
 * is to read a file or its standard input.
 */
final class MosquittoRr {
    /** What it ends with when no answer came. */
    private static final int TIMED_OUT = 27;

    private static final List<String> MORE_FOLDERS = List.of("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin");
    /** Each of them on a line; the payload in hexadecimal digits. */
    private static final String FORMAT = "%C\\n%P\\n%D\\n%x\\n";

    private final Path program = program();
    private final int port;
    private final NodeAddress node;
    private final String answers;

    /** The answer to a request. */
    @SuppressWarnings("ArrayRecordComponent") // looked at, never compared
    record Heard(String contentType, Map<String, String> user, String correlation, byte[] payload) {

        String status() {
            return String.valueOf(user.get("tieline-status"));
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    /** A device of that name at the site of the node that it asks. */
    MosquittoRr(int port, NodeAddress node, String client) {
        this.port = port;
        this.node = node;
        this.answers = "tl/v1/" + Federation.TENANT + "/client/" + node.site() + "/" + client;
    }

    /**
     * Asks for a model.
     *
     * @param properties user properties, as {@code name=value}
     */
    Heard ask(String model, String body, String... properties) throws Exception {
        return find(model, body, 60, properties)
                .orElseThrow(() -> new AssertionError("no answer about " + model + " came on " + answers));
    }

    /** As {@link #ask}, but takes silence for an answer, after so many seconds. */
    Optional<Heard> find(String model, String body, int seconds, String... properties) throws Exception {
        var command = new ArrayList<>(
                List.of(program.toString(), "-h", "127.0.0.1", "-p", Integer.toString(port), "-q", "1", "-F", FORMAT));
        command.addAll(List.of("-W", Integer.toString(seconds)));
        command.addAll(List.of("-t", "tl/v1/" + Federation.TENANT + "/infer/" + node + "/" + model, "-e", answers));
        command.addAll(List.of("-D", "publish", "correlation-data", "reading-42"));
        for (var property : properties) {
            var middle = property.indexOf('=');
            command.addAll(List.of(
                    "-D", "publish", "user-property", property.substring(0, middle), property.substring(middle + 1)));
        }
        command.addAll(body.isEmpty() ? List.of("-n") : List.of("-m", body));
        return run(command);
    }

    private static Optional<Heard> run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(command + " does not end");
            }
            return switch (process.exitValue()) {
                case 0 -> Optional.of(heard(output));
                case TIMED_OUT -> Optional.empty();
                default -> throw new AssertionError(command + " ended with " + process.exitValue() + ": " + output);
            };
        } finally {
            process.destroyForcibly();
        }
    }

    private static Heard heard(String output) {
        var lines = output.split("\n", -1);
        if (lines.length < 4) {
            throw new AssertionError("mosquitto_rr printed something else than an answer: " + output);
        }
        var user = new LinkedHashMap<String, String>();
        for (var property : lines[1].strip().split(" ", -1)) {
            var middle = property.indexOf(':');
            if (middle > 0) {
                user.put(property.substring(0, middle), property.substring(middle + 1));
            }
        }
        return new Heard(lines[0], user, lines[2], HexFormat.of().parseHex(lines[3]));
    }

    private static Path program() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), MORE_FOLDERS.stream())
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "mosquitto_rr"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("These tests need the program mosquitto_rr, version 2 or"
                        + " newer, and there is none. Maybe install it (Debian, Ubuntu: apt-get install"
                        + " mosquitto-clients; macOS: brew install mosquitto)."));
    }
}
