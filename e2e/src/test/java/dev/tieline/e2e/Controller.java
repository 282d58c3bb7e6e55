package dev.tieline.e2e;

import dev.tieline.launcher.process.Child;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.FreePorts;
import dev.tieline.launcher.process.Readiness;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A controller of the packaged program, which can be started again after it ended, and what an operator asks it. */
public final class Controller {
    private static final Path PROGRAM = Path.of("../cloud-controller/target/quarkus-app/quarkus-run.jar")
            .toAbsolutePath()
            .normalize();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Workplace place;
    private final URI broker;
    private final List<String> settings;
    private final int port = FreePorts.find(1).getFirst();
    private Path home;
    private int starts;
    private UnaryOperator<ChildSpec> world = UnaryOperator.identity();
    private @Nullable Child process;

    /**
     * A controller that is not started.
     *
     * @param settings system properties, as {@code key=value}
     */
    public Controller(Workplace place, URI broker, String... settings) {
        this.place = place;
        this.broker = broker;
        this.settings = List.of(settings);
        this.home = place.folder().resolve("controller");
    }

    /** Has it started in another way from its next start on, such as on a disk that is too small. */
    Controller within(UnaryOperator<ChildSpec> other) {
        world = other;
        return this;
    }

    /** Gives it an empty home from its next start on. */
    public void forgetEverything() {
        home = place.folder().resolve("controller-" + (starts + 1));
    }

    /** Starts it and waits until it answers and is connected. */
    public Controller start() throws InterruptedException {
        return launch().awaitReady();
    }

    /** Starts it and returns at once. */
    public Controller launch() {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        settings.forEach(setting -> command.add("-D" + setting));
        command.addAll(List.of(
                "-jar",
                PROGRAM.toString(),
                "--broker=" + broker,
                "--tenant=" + Federation.TENANT,
                "--port=" + port,
                "--home=" + home));
        var program = new ChildSpec(
                "controller-" + ++starts,
                command,
                Map.of("TIELINE_HOME", place.folder().toString()));
        process = place.fleet().start(world.apply(program));
        return this;
    }

    /** Waits until it answers, connected or not. */
    public Controller awaitAnswering() throws InterruptedException {
        var unused = process().await(Readiness.http(uri("/api/v1/deployments")), Eventually.PATIENCE);
        return this;
    }

    /** Waits until it answers and is connected. */
    public Controller awaitReady() throws InterruptedException {
        var unused = process().await(Readiness.http(uri("/q/health/ready")), Eventually.PATIENCE);
        return this;
    }

    public Child process() {
        if (process == null) {
            throw new IllegalStateException("the controller was not started");
        }
        return process;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Applies a document. @return the outcome, such as {@code created} */
    public String apply(String document) throws IOException, InterruptedException {
        var response = post(document);
        if (response.statusCode() != 200) {
            throw new AssertionError(
                    "apply was refused: HTTP " + response.statusCode() + " " + response.body() + "\n" + document);
        }
        return json(response.body()).string("outcome");
    }

    /** Applies a document that may be refused. */
    HttpResponse<String> post(String document) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri("/api/v1/apply")).POST(BodyPublishers.ofString(document)));
    }

    /** Applies a model card and uploads its artefacts from the workplace's store. */
    public void applyModel(String name) throws IOException, InterruptedException {
        var unused = apply(place.card(name));
        for (var blob : place.blobs(name)) {
            var uploaded = send(HttpRequest.newBuilder(uri("/api/v1/blobs/sha256/" + blob.getFileName()))
                    .PUT(BodyPublishers.ofFile(blob)));
            if (uploaded.statusCode() >= 300) {
                throw new AssertionError(
                        "the blob " + blob + " was refused: HTTP " + uploaded.statusCode() + " " + uploaded.body());
            }
        }
    }

    /** Asks for a document of the API. */
    public YamlMap get(String path) throws IOException, InterruptedException {
        var response = send(HttpRequest.newBuilder(uri("/api/v1" + path)));
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": HTTP " + response.statusCode() + " " + response.body());
        }
        return json(response.body());
    }

    /** Deletes what there is. */
    public void forget(String path) throws IOException, InterruptedException {
        int status = delete(path);
        if (status != 200) {
            throw new AssertionError(path + " was not deleted: HTTP " + status);
        }
    }

    int delete(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri("/api/v1" + path)).DELETE()).statusCode();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    }

    private static YamlMap json(String text) {
        return YamlReader.read("the controller's answer", text).asMap();
    }
}
