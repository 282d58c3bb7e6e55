package dev.tieline.launcher.fetch;

import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An ordinary client of a package registry, run as a process. */
final class PackageClient {
    private static final int ATTEMPTS = 3;
    private static final int TAIL = 5;
    private static final long LIMIT_MINUTES = 10;

    private final String name;
    private final List<String> command;
    private final String advice;

    /**
     * @param name what people call it
     * @param command the program and its arguments
     * @param advice what to do where there is no such program
     */
    PackageClient(String name, List<String> command, String advice) {
        this.name = name;
        this.command = List.copyOf(command);
        this.advice = advice;
    }

    /** Maven, copying one jar into the folder that it is run in. */
    static PackageClient maven(Path mvnw, String coordinates) {
        var goal = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";
        var command =
                List.of(mvnw.toString(), "-q", "-B", goal, "-Dartifact=" + coordinates + ":jar", "-DoutputDirectory=.");
        return new PackageClient("Maven", command, "Maybe run this from a complete copy of the repository.");
    }

    /** npm, packing one published version into the folder that it is run in. */
    static PackageClient npm(String npm, String nameAndVersion) {
        return new PackageClient(
                "npm",
                List.of(npm, "pack", "--silent", nameAndVersion),
                "Maybe install Node.js with npm (Debian, Ubuntu: apt-get install npm), or do without this model.");
    }

    /**
     * Fetches one package.
     *
     * @param what the package, as messages name it
     * @param folder an empty folder to put it in
     * @return the archive
     * @throws CommandFailure if there is no such client, or it fails three times
     */
    Path fetch(String what, Path folder) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            var code = run(what, folder);
            if (code == 0) {
                return onlyArchive(what, folder);
            }
            if (attempt == ATTEMPTS) {
                throw new CommandFailure("cannot fetch " + what + ": " + name + " ended with code " + code + " ("
                        + ATTEMPTS + " attempts). Its last words: " + lastWords(folder));
            }
        }
    }

    private int run(String what, Path folder) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(log(folder).toFile())
                    .start();
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot fetch " + what + ": the program '" + command.getFirst() + "' cannot be started. " + advice,
                    e);
        }
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new CommandFailure(
                        "cannot fetch " + what + ": " + name + " did not end within " + LIMIT_MINUTES + " minutes");
            }
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private Path onlyArchive(String what, Path folder) {
        try (var files = Files.list(folder)) {
            var archives = files.filter(file -> !file.equals(log(folder))).toList();
            if (archives.size() != 1) {
                throw new CommandFailure("cannot fetch " + what + ": " + name + " left " + archives.size()
                        + " files instead of 1: " + archives);
            }
            return archives.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static String lastWords(Path folder) {
        try (var lines = Files.lines(log(folder))) {
            var words = lines.filter(line -> !line.isBlank()).toList();
            return String.join(System.lineSeparator(), words.subList(Math.max(0, words.size() - TAIL), words.size()));
        } catch (IOException e) {
            return "none (" + e.getMessage() + ")";
        }
    }

    private static Path log(Path folder) {
        return folder.resolve("client.log");
    }
}
