package dev.tieline.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The client that everybody has: {@code curl}, as a process, in a folder where its files lie. */
final class Curl {
    private final URI node;
    private final Path folder;

    Curl(URI node, Path folder) {
        this.node = node;
        this.folder = folder;
    }

    /** What came back; headers by their names in lower case. */
    static final class Answer {
        private final int status;
        private final Map<String, String> headers;
        private final byte[] bytes;

        private Answer(int status, Map<String, String> headers, byte[] bytes) {
            this.status = status;
            this.headers = headers;
            this.bytes = bytes;
        }

        int status() {
            return status;
        }

        byte[] bytes() {
            return bytes;
        }

        String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Asks for a path with these options of the command line. */
    Answer ask(String path, String... options) throws Exception {
        var command = new ArrayList<>(
                List.of("curl", "-sS", "--path-as-is", "--max-time", "60", "-D", "head", "-o", "body", node + path));
        command.addAll(List.of(options));
        Files.deleteIfExists(folder.resolve("body"));
        var run = run(command);
        if (run.exit != 0) {
            throw new AssertionError(command + " ended with " + run.exit + ": " + run.output);
        }
        return answer();
    }

    /** A file that options may name. */
    void file(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    /** Runs a script of the shell. @throws AssertionError if a line of it fails */
    String script(String text) throws Exception {
        var run = run(List.of("sh", "-euc", text));
        if (run.exit != 0) {
            throw new AssertionError("the script ended with " + run.exit + ": " + run.output);
        }
        return run.output;
    }

    private record Run(int exit, String output) {}

    private Run run(List<String> command) throws Exception {
        var output = folder.resolve("output");
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end: " + Files.readString(output));
        }
        return new Run(process.exitValue(), Files.readString(output));
    }

    /** Of the last head, since one of 100 Continue may stand before it. */
    private Answer answer() throws IOException {
        var heads = Files.readString(folder.resolve("head"), StandardCharsets.ISO_8859_1)
                .strip()
                .split("\r\n\r\n", -1);
        var lines = heads[heads.length - 1].split("\r\n", -1);
        var headers = new TreeMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            var header = lines[i].split(":", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
        }
        var body = folder.resolve("body");
        return new Answer(
                Integer.parseInt(lines[0].split(" ", -1)[1]),
                headers,
                Files.exists(body) ? Files.readAllBytes(body) : new byte[0]);
    }
}
