package dev.tieline.edge.endpoint.grpc;

import dev.tieline.edge.endpoint.ErrorTable;
import dev.tieline.edge.endpoint.GrpcCode;
import dev.tieline.edge.endpoint.HeadRules;
import dev.tieline.edge.repository.RepositoryFailure;
import dev.tieline.models.infer.InferenceError;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The end of an exchange: its status, and what else is said of an error.
 *
 * @param code the status
 * @param message what went wrong, for people; empty where nothing did
 * @param more further trailers
 */
record Trailers(GrpcCode code, String message, Map<String, String> more) {
    /** All is well. */
    static final Trailers OK = new Trailers(GrpcCode.OK, "", Map.of());

    /** The node goes. */
    static final Trailers GOING =
            new Trailers(GrpcCode.UNAVAILABLE, "The node is shutting down.", Map.of("tieline-code", "model_not_ready"));

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String CONTENT_TYPE = "application/grpc";
    /** Clients take few KiB of metadata; names of the request may stand in a message. */
    private static final int MAX_MESSAGE_BYTES = 4_096;

    private static final int MAX_FACT_BYTES = 512;

    static Trailers of(GrpcCode code, String message) {
        return new Trailers(code, message, Map.of());
    }

    static Trailers of(InferenceError error) {
        var trailers = of(ErrorTable.grpc(error), error.message(), error.code(), ErrorTable.retryAfterSeconds(error));
        return trailers.with(PolicyFacts.of(error));
    }

    /** The same, which says more of a policy's refusal. */
    private Trailers with(Map<String, String> facts) {
        var all = new LinkedHashMap<>(more);
        facts.forEach((name, value) -> all.put("tieline-" + name, encoded(value, MAX_FACT_BYTES)));
        return new Trailers(code, message, all);
    }

    static Trailers of(RepositoryFailure failure) {
        return of(ErrorTable.grpc(failure), failure.message(), failure.code(), ErrorTable.retryAfterSeconds(failure));
    }

    /** What is wrong with the head of a call, whose statuses HTTP has and gRPC does not. */
    static Trailers of(HeadRules.Refusal refusal) {
        return switch (refusal) {
            case HeadRules.Refusal.UriTooLong(var message) ->
                of(GrpcCode.RESOURCE_EXHAUSTED, message, "uri_too_long", OptionalLong.empty());
            case HeadRules.Refusal.HeadersTooLarge(var message) ->
                of(GrpcCode.RESOURCE_EXHAUSTED, message, "headers_too_large", OptionalLong.empty());
            case HeadRules.Refusal.ForbiddenOrigin(var message) ->
                of(GrpcCode.PERMISSION_DENIED, message, "forbidden_origin", OptionalLong.empty());
        };
    }

    /** A message that is too slow. */
    static Trailers late(Duration limit) {
        return new Trailers(
                GrpcCode.DEADLINE_EXCEEDED,
                "The message was not complete " + limit.toMillis() + " ms after its beginning.",
                Map.of("tieline-code", "request_timeout"));
    }

    /** A message that was slow when others needed its room. */
    static final Trailers SLOW = new Trailers(
            GrpcCode.DEADLINE_EXCEEDED,
            "The message was slow, and others needed its room.",
            Map.of("tieline-code", "request_timeout"));

    /** {@code grpc-retry-pushback-ms} is what the libraries of clients that retry by themselves obey. */
    private static Trailers of(GrpcCode status, String message, String code, OptionalLong retryAfterSeconds) {
        var more = new LinkedHashMap<String, String>();
        more.put("tieline-code", code);
        retryAfterSeconds.ifPresent(seconds -> {
            more.put("retry-after", Long.toString(seconds));
            more.put("grpc-retry-pushback-ms", Long.toString(seconds * 1_000));
        });
        return new Trailers(status, message, more);
    }

    /** Writes what stands before the first message, unless it has been written. */
    static void head(HttpServerResponse response) {
        if (!response.headWritten()) {
            response.headers().set("content-type", CONTENT_TYPE).set("grpc-accept-encoding", MessageFrame.ENCODINGS);
        }
    }

    /** Ends the response; where no message was sent, with a head that is all there is. */
    Future<Void> end(HttpServerResponse response) {
        head(response);
        put(response.headWritten() ? response.trailers() : response.headers());
        return response.end();
    }

    /** Ends the response with its last bytes. */
    Future<Void> end(HttpServerResponse response, Buffer last) {
        put(response.trailers());
        return response.end(last);
    }

    private void put(MultiMap metadata) {
        metadata.set("grpc-status", Integer.toString(code.number()));
        if (!message.isEmpty()) {
            metadata.set("grpc-message", encoded(message));
        }
        more.forEach(metadata::set);
    }

    /** Text as metadata can hold it: what is not printable ASCII, and the percent sign, percent-encoded. */
    static String encoded(String text) {
        return encoded(text, MAX_MESSAGE_BYTES);
    }

    private static String encoded(String text, int maxBytes) {
        var encoded = new StringBuilder();
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            if (encoded.length() >= maxBytes) {
                return encoded.append("...").toString();
            }
            if (next >= ' ' && next <= '~' && next != '%') {
                encoded.append((char) next);
            } else {
                encoded.append('%').append(HEX.toHexDigits(next));
            }
        }
        return encoded.toString();
    }
}
