package dev.tieline.launcher.control;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.store.Progress;
import dev.tieline.policy.document.YamlMap;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Asks one controller over HTTP.
 *
 * <p>Every method throws {@link CommandFailure} with one sentence where there is no controller, or it does not answer
 * in time, or what answers is something else; a refusal is told in the controller's own words.
 */
public final class ControllerClient {
    private static final long LEAST_BYTES_PER_SECOND = 100_000;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final ApiAddress api;
    private final Duration patience;
    private final HttpClient http;

    private ControllerClient(ApiAddress api, Duration patience) {
        this.api = api;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience.compareTo(CONNECT) < 0 ? patience : CONNECT)
                .build();
    }

    /**
     * A client; nothing is sent yet.
     *
     * @param address the controller's base URL, such as {@code http://127.0.0.1:8080}
     * @param patience how long to wait for an answer; an upload may take longer, by its size
     */
    public static ControllerClient at(String address, Duration patience) {
        return new ControllerClient(ApiAddress.of(address), patience);
    }

    /**
     * Asks for a JSON object.
     *
     * @param path below {@code /api/v1/}, encoded
     * @param key a key that the object of a controller has
     */
    public YamlMap json(String path, Map<String, String> query, String key) throws InterruptedException {
        return ask(path, query).json(key);
    }

    /** Asks for JSON. The path stands below {@code /api/v1/}, encoded. */
    Reply ask(String path, Map<String, String> query) throws InterruptedException {
        return send(request(api.of(path, query)).header("Accept", "application/json"))
                .needSuccess();
    }

    /** The text of something declared, as it was applied. */
    String yaml(String path) throws InterruptedException {
        return send(request(api.of(path, Map.of())).header("Accept", "application/yaml"))
                .needSuccess()
                .yaml();
    }

    /** Hands one document over; the answer may be a refusal. The source is the name that errors give. */
    Reply apply(String source, String document) throws InterruptedException {
        return send(request(api.of("apply", Map.of()))
                .header("Content-Type", "application/yaml")
                .header("Tieline-Source", source.replaceAll("[^ -~]", "?"))
                .POST(BodyPublishers.ofString(document)));
    }

    void delete(String path) throws InterruptedException {
        send(request(api.of(path, Map.of()))
                        .header("Accept", "application/json")
                        .DELETE())
                .needSuccess();
    }

    /** Whether the controller has the bytes of this digest. */
    boolean holds(Digest digest) throws InterruptedException {
        var head = request(api.of(blob(digest), Map.of())).method("HEAD", BodyPublishers.noBody());
        var reply = send(head);
        return switch (reply.status()) {
            case 200 -> true;
            case 404 -> false;
            default ->
                throw new CommandFailure(
                        "the controller does not tell whether it has " + digest + ": HTTP " + reply.status());
        };
    }

    /**
     * Sends an artefact from a file, without reading it into memory at once.
     *
     * @param progress hears how many bytes have been handed to the connection
     */
    void upload(Artifact artifact, Path file, Progress progress) throws InterruptedException {
        var sent = new CountedFile(open(file), artifact.size(), progress);
        var put = request(api.of(blob(artifact.digest()), Map.of()))
                .header("Content-Type", "application/octet-stream")
                .timeout(patience.plusSeconds(artifact.size() / LEAST_BYTES_PER_SECOND))
                .PUT(sent);
        try {
            reply(put.build()).needSuccess();
        } catch (HttpTimeoutException e) {
            throw new CommandFailure(
                    "the upload of " + artifact + " to " + api + " was not done in time: " + sent.done()
                            + " bytes went",
                    e);
        } catch (IOException e) {
            throw new CommandFailure(
                    "the upload of " + artifact + " to " + api + " broke off after " + sent.done() + " bytes: "
                            + e.getMessage() + ". Maybe apply the model card again, which takes it up",
                    e);
        }
    }

    private static String blob(Digest digest) {
        return "blobs/sha256/" + digest.hex();
    }

    private static HttpRequest.BodyPublisher open(Path file) {
        try {
            return BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw new CommandFailure("the file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(patience);
    }

    private Reply send(HttpRequest.Builder builder) throws InterruptedException {
        try {
            return reply(builder.build());
        } catch (HttpTimeoutException e) {
            throw new CommandFailure("the controller at " + api + " did not answer within " + seconds(patience), e);
        } catch (IOException e) {
            throw new CommandFailure("the connection to the controller at " + api + " failed: " + e.getMessage(), e);
        }
    }

    private Reply reply(HttpRequest request) throws IOException, InterruptedException {
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply(
                    request.method() + " " + request.uri(),
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse("no content type"),
                    answer.body());
        } catch (ConnectException e) {
            throw new CommandFailure(
                    "no controller answers at " + api + ". Maybe start one: ./tieline controller, or name another:"
                            + " --controller URL",
                    e);
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() < 1_000 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
    }
}
