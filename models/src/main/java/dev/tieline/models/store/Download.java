package dev.tieline.models.store;

import dev.tieline.models.Artifact;
import dev.tieline.models.store.StoreFailure.NotRead;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * One try to get an artifact over HTTP, resumed by {@code Range} (RFC 9110, section 14). It goes to the server of the
 * source and nowhere else: whoever allowed that one has not allowed where it would send us, and no proxy hears of it.
 */
final class Download {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final Artifact artifact;
    private final URI source;

    Download(Artifact artifact, URI source) {
        this.artifact = artifact;
        this.source = source;
    }

    /** Brings the writer's bytes to the end of what the server has. */
    void into(BlobWriter writer) {
        writer.resume();
        if (writer.written() > artifact.size()) {
            writer.restart();
        }
        if (writer.written() == artifact.size()) {
            return;
        }
        // A request that offers HTTP/2 in the clear gains nothing for one file, and servers have stumbled over it.
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build()) {
            receive(client, writer);
        } catch (IOException e) {
            throw failed(writer, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(writer, "interrupted");
        }
    }

    private void receive(HttpClient client, BlobWriter writer) throws IOException, InterruptedException {
        var response = send(client, writer.written());
        if (response.statusCode() == RANGE_NOT_SATISFIABLE && writer.written() > 0) {
            response.body().close();
            writer.restart();
            response = send(client, 0);
        }
        try (var body = response.body()) {
            if (response.statusCode() == OK) {
                if (writer.written() > 0) {
                    writer.restart();
                }
            } else if (response.statusCode() != PARTIAL_CONTENT || !continues(response, writer.written())) {
                throw failed(
                        writer,
                        "the server answered " + response.statusCode() + " to the range from byte " + writer.written());
            }
            writer.append(body);
        }
        if (writer.written() < artifact.size()) {
            throw failed(writer, "the connection ended early");
        }
    }

    private HttpResponse<InputStream> send(HttpClient client, long from) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(source).timeout(ANSWER_TIMEOUT).GET();
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private static boolean continues(HttpResponse<InputStream> response, long from) {
        return response.headers()
                .firstValue("Content-Range")
                .map(range -> range.startsWith("bytes " + from + "-"))
                .orElse(false);
    }

    private ModelStoreException failed(BlobWriter writer, String cause) {
        return new ModelStoreException(new NotRead(artifact, "from " + source, writer.written(), cause));
    }
}
