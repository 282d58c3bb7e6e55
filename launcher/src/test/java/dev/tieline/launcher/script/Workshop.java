package dev.tieline.launcher.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A copy of the {@code tieline} script among made-up programs: a {@code java} that prints how it was called, a
 * {@code mvnw} that does what the file {@code behaviour} says and notes each call.
 */
final class Workshop {
    private static final List<String> MODULES =
            List.of("policy", "models", "devices", "client", "launcher", "edge-runtime", "cloud-controller");

    final Path folder;
    final Path root;
    final Path jdk;
    private final Map<String, String> environment = new TreeMap<>();

    record Outcome(int code, String out, String err) {}

    Workshop(Path folder) throws IOException {
        this.folder = folder;
        this.root = Files.createDirectories(folder.resolve("a repository"));
        this.jdk = jdk("jdk 25", "25.0.1");
        program(root.resolve("tieline"), Files.readString(repository().resolve("tieline")));
        var docker = Files.createDirectories(root.resolve("e2e/docker"));
        program(
                docker.resolve("provide-mosquitto"),
                Files.readString(repository().resolve("e2e/docker/provide-mosquitto")));
        for (var module : MODULES) {
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
            old(Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>"));
            old(Files.writeString(root.resolve(module).resolve("src/main/java/A.java"), "class A {}"));
        }
        old(Files.writeString(root.resolve("pom.xml"), "<project/>"));
        Files.createDirectories(root.resolve(".mvn"));
        program(root.resolve("mvnw"), """
                #!/bin/sh
                echo "$*" >>calls
                . ./behaviour
                mkdir -p launcher/target
                touch launcher/target/tieline-launcher-0.jar
                for app in edge-runtime cloud-controller; do
                    mkdir -p $app/target/quarkus-app
                    touch $app/target/quarkus-app/quarkus-run.jar
                done
                """);
        mavenDoes("echo built");
        // Neither this machine's engine nor its JDKs: what is not made up here is not there.
        program(onPath("docker"), "#!/bin/sh\nexit 1\n");
        environment.put("PATH", onPath("") + ":" + System.getenv("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("JAVA_HOME", jdk.toString());
    }

    /** A JDK as a folder: a release file, a javac, and a java that prints how it was called. */
    Path jdk(String name, String version) throws IOException {
        var home = Files.createDirectories(folder.resolve(name));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        program(home.resolve("bin/javac"), "#!/bin/sh\nexit 1\n");
        program(home.resolve("bin/java"), """
                #!/bin/sh
                echo "JDK ${0%/bin/java}"
                echo "IN $PWD HOME $TIELINE_HOME"
                for argument; do echo "<$argument>"; done
                if [ -f "$TIELINE_ROOT/java-fails" ]; then exit 5; fi
                """);
        return home;
    }

    Path onPath(String program) throws IOException {
        return Files.createDirectories(folder.resolve("bin")).resolve(program);
    }

    void mavenDoes(String shell) throws IOException {
        Files.writeString(root.resolve("behaviour"), shell + "\n");
    }

    Workshop with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Workshop without(String variable) {
        environment.remove(variable);
        return this;
    }

    List<String> mavenCalls() throws IOException {
        var calls = root.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    Outcome run(String... arguments) throws IOException, InterruptedException {
        return runAs(root.resolve("tieline"), arguments);
    }

    Outcome runAs(Path script, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        var out = Files.createTempFile(folder, "out", "");
        var err = Files.createTempFile(folder, "err", "");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        var code = builder.start().waitFor();
        return new Outcome(code, Files.readString(out), Files.readString(err));
    }

    static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }

    private static Path repository() {
        return Path.of("").toAbsolutePath().resolve("..").normalize();
    }
}
