package dev.tieline.launcher.infer;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.oip.OipCodec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks one node over HTTP. */
public final class NodeClient {
    private static final String HEADER_LENGTH = "Inference-Header-Content-Length";

    /** What a node said. */
    public sealed interface Answer {
        /** The model's answer. */
        record Given(InferenceResponse response) implements Answer {}

        /** The reason why there is none. */
        record Refused(InferenceError error, int status) implements Answer {}
    }

    private final URI node;
    private final Duration patience;
    private final OipCodec codec;
    private final HttpClient http;

    /**
     * @param node the node's address, such as {@code http://127.0.0.1:8000}
     * @param patience how long to wait for an answer; longer than the deadline that requests state, so that the node is
     *     the one that says what became of it
     */
    public NodeClient(URI node, Duration patience, OipCodec codec) {
        if (node.getHost() == null || !List.of("http", "https").contains(String.valueOf(node.getScheme()))) {
            throw new CommandFailure(
                    "'" + node + "' is not the address of a node. Maybe it is like http://127.0.0.1:8000");
        }
        this.node = node;
        this.patience = patience;
        this.codec = codec;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
    }

    /**
     * Asks, in the binary form.
     *
     * @param headers further headers, such as {@code Tieline-Class}
     * @throws CommandFailure if there is no answer, or it is an error; the message is the node's own sentence
     */
    InferenceResponse infer(InferenceRequest request, Map<String, String> headers) throws InterruptedException {
        return switch (ask(request, headers)) {
            case Answer.Given given -> given.response();
            case Answer.Refused refused -> throw new CommandFailure(sentence(refused));
        };
    }

    /**
     * Asks, in the binary form, and takes a refusal for an answer too.
     *
     * @throws CommandFailure if there is no answer that can be read
     */
    public Answer ask(InferenceRequest request, Map<String, String> headers) throws InterruptedException {
        var body = codec.encodeRequest(request);
        var post = HttpRequest.newBuilder(address(request))
                .timeout(patience)
                .header("Content-Type", body.headerLength() == null ? "application/json" : "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
        if (body.headerLength() != null) {
            post.header(HEADER_LENGTH, body.headerLength().toString());
        }
        headers.forEach((name, value) -> add(post, name, value));
        var answer = send(post.build(), request.model().value());
        if (answer.statusCode() != 200) {
            return new Answer.Refused(codec.decodeError(ByteBuffer.wrap(answer.body())), answer.statusCode());
        }
        var headerLength = answer.headers().firstValue(HEADER_LENGTH).map(Integer::valueOf);
        try {
            return new Answer.Given(codec.decodeResponse(ByteBuffer.wrap(answer.body()), headerLength.orElse(null)));
        } catch (InferenceException e) {
            throw new CommandFailure("the answer of " + node + " is not understood: " + e.getMessage(), e);
        }
    }

    private static void add(HttpRequest.Builder post, String name, String value) {
        try {
            post.header(name, value);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("'" + value + "' cannot stand in the header " + name, e);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request, String model) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (ConnectException e) {
            throw new CommandFailure(
                    "no node answers at " + node
                            + ": connection refused. Maybe start one: ./tieline node --local --port "
                            + (node.getPort() < 0 ? 8000 : node.getPort()) + " --models " + model,
                    e);
        } catch (HttpTimeoutException e) {
            throw new CommandFailure(
                    "the node at " + node + " did not answer within " + patience.toMillis() + " ms", e);
        } catch (IOException e) {
            throw new CommandFailure("the connection to the node at " + node + " failed: " + e.getMessage(), e);
        }
    }

    private URI address(InferenceRequest request) {
        var path =
                new StringBuilder("/v2/models/").append(encode(request.model().value()));
        if (request.version() != null) {
            path.append("/versions/").append(encode(request.version()));
        }
        var base = node.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path + "/infer");
    }

    private static String sentence(Answer.Refused refused) {
        var error = refused.error();
        var where = " (" + error.code() + ", HTTP " + refused.status() + ")";
        return switch (error) {
            case InferenceError.PolicyDenied denied -> error.message() + where + rule(denied.rule());
            case InferenceError.Overloaded overloaded ->
                error.message() + where + rule(overloaded.rule()) + ". Maybe try again in "
                        + overloaded.retryAfter().toMillis() + " ms";
            case InferenceError.Warming warming ->
                error.message() + where + ". Maybe try again in "
                        + warming.retryAfter().toMillis() + " ms";
            case InferenceError.UnknownModel unknown ->
                error.message() + where + ". Maybe start the node with --models " + unknown.model();
            default -> error.message() + where;
        };
    }

    private static String rule(@Nullable String rule) {
        return rule == null ? "" : "; the rule is '" + rule + "'";
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
