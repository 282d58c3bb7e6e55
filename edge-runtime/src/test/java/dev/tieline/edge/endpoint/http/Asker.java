package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.endpoint.Fixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

/** A client that asks an endpoint with the methods, headers and bodies that a test says. */
final class Asker implements Fixture {
    private static final Duration HANG = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Function<String, URI> at;

    Asker(ServedEndpoint endpoint) {
        this(endpoint::at);
    }

    Asker(Function<String, URI> at) {
        this.at = at;
    }

    Answer get(String path, String... headers) throws Exception {
        return ask("GET", path, new byte[0], headers);
    }

    Answer post(String path, String body, String... headers) throws Exception {
        return ask("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Sends a request; without a body, it does not speak of one. */
    Answer ask(String method, String path, byte[] body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(at.apply(path))
                .timeout(HANG)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new Answer(client.send(request.build(), BodyHandlers.ofByteArray()));
    }

    @Override
    public void close() {
        client.close();
    }

    /** What came back. */
    static final class Answer {
        private final HttpResponse<byte[]> response;

        private Answer(HttpResponse<byte[]> response) {
            this.response = response;
        }

        int status() {
            return response.statusCode();
        }

        byte[] bytes() {
            return response.body();
        }

        String body() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        /** The value of a header, or "" where there is none. */
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }
}
