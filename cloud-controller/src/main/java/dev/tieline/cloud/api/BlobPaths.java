package dev.tieline.cloud.api;

import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.store.ModelStore;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The bytes of models, cards and bundles under their digest, for nodes that fetch and operators that upload (RFC 9110:
 * ranges in section 14, conditions in section 13). What lies at a path never changes, so its tag is its digest.
 */
final class BlobPaths {
    private static final Logger LOG = Logger.getLogger(BlobPaths.class);
    private static final String PATH = "/blobs/sha256/:digest";
    private static final List<String> METHODS = List.of("GET", "HEAD", "PUT");

    private final ModelStore blobs;
    private final Rim rim;
    private final long maxBytes;

    /** @param maxBytes the largest blob that may be uploaded */
    BlobPaths(ModelStore blobs, Rim rim, long maxBytes) {
        this.blobs = blobs;
        this.rim = rim;
        this.maxBytes = maxBytes;
    }

    void mount(Router router, String root) {
        router.get(root + PATH).handler(this::get).failureHandler(rim::failed);
        router.head(root + PATH).handler(this::get).failureHandler(rim::failed);
        router.put(root + PATH).handler(this::put).failureHandler(rim::failed);
        router.route(root + PATH).handler(context -> Answers.wrongMethod(context, METHODS));
    }

    private void get(RoutingContext context) {
        rim.guard(context, () -> {
            Questions.query(context.queryParams(), List.of());
            var digest = digest(context);
            rim.run(context, () -> send(context, digest));
        });
    }

    private void send(RoutingContext context, Digest digest) {
        var file = blobs.find(digest)
                .orElseThrow(() -> ApiException.notFound("There is no blob " + digest + ". Maybe upload it with PUT"));
        var request = context.request();
        var tag = "\"" + digest + "\"";
        if (header(request, "If-Match").filter(tags -> !names(tags, tag)).isPresent()) {
            throw new ApiException(412, "The blob's tag is " + tag + ", which If-Match does not name.");
        }
        var response = context.response().putHeader("ETag", tag).putHeader("Accept-Ranges", "bytes");
        if (header(request, "If-None-Match").filter(tags -> names(tags, tag)).isPresent()) {
            response.setStatusCode(304).end();
            return;
        }
        var size = size(file);
        switch (range(request, tag, size)) {
            case ByteRange.Whole() -> send(context, 200, file, 0, size);
            case ByteRange.Part part -> {
                response.putHeader("Content-Range", part.contentRange(size));
                send(context, 206, file, part.first(), part.length());
            }
            case ByteRange.Unsatisfiable() -> {
                response.putHeader("Content-Range", "bytes */" + size);
                throw new ApiException(416, "The blob has " + size + " bytes, and the range is beyond them.");
            }
        }
    }

    private static void send(RoutingContext context, int status, Path file, long first, long length) {
        var response = context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader("Content-Length", Long.toString(length));
        var sent = context.request().method().equals(HttpMethod.HEAD)
                ? response.end()
                : response.sendFile(file.toString(), first, length);
        sent.onFailure(gone -> LOG.debugf("The caller went before it had all of %s: %s", file, gone));
    }

    // Ranges are for GET alone, and If-Range takes a range back unless it names what lies here.
    private static ByteRange range(HttpServerRequest request, String tag, long size) {
        if (!request.method().equals(HttpMethod.GET)
                || header(request, "If-Range")
                        .filter(named -> !named.equals(tag))
                        .isPresent()) {
            return new ByteRange.Whole();
        }
        return header(request, "Range").map(range -> ByteRange.of(range, size)).orElse(new ByteRange.Whole());
    }

    private void put(RoutingContext context) {
        var request = context.request();
        rim.guard(context, () -> {
            Questions.query(context.queryParams(), List.of());
            ApiPath.refuseEncoded(context);
            if (header(request, "Content-Range").isPresent()) {
                throw ApiException.badRequest("A blob is uploaded whole, and Content-Range asks for a part.");
            }
            var blob = new Artifact("blob", digest(context), length(request));
            var body = BodyStream.of(request, context.vertx().getOrCreateContext());
            if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
                context.response().writeContinue();
            }
            rim.run(context, () -> {
                try {
                    receive(context, blob, body);
                } finally {
                    body.drain();
                }
            });
        });
    }

    private void receive(RoutingContext context, Artifact blob, BodyStream body) {
        var known = blobs.find(blob).isPresent();
        blobs.add(blob, body);
        Answers.json(context, known ? 200 : 201, json -> {
            json.writeStartObject();
            json.writeStringField("digest", blob.digest().toString());
            json.writeNumberField("size", blob.size());
            json.writeStringField("outcome", known ? "unchanged" : "created");
            json.writeEndObject();
        });
    }

    private long length(HttpServerRequest request) {
        var text = header(request, "Content-Length")
                .orElseThrow(() -> new ApiException(411, "A blob's upload needs a Content-Length."));
        long length;
        try {
            length = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("Content-Length needs a number, and this is '" + text + "'.");
        }
        if (length < 1) {
            throw ApiException.badRequest("A blob has at least 1 byte, and Content-Length says " + length + ".");
        }
        if (length > maxBytes) {
            throw new ApiException(
                    413,
                    "The blob has " + length + " bytes, and the limit is " + maxBytes
                            + ". Maybe raise tieline.controller.max-blob");
        }
        return length;
    }

    private static Digest digest(RoutingContext context) {
        try {
            return new Digest(String.valueOf(context.pathParam("digest")));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> header(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).map(String::strip);
    }

    private static boolean names(String tags, String tag) {
        return tags.equals("*")
                || Arrays.stream(tags.split(",", -1)).map(String::strip).anyMatch(tag::equals);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell the size of " + file, e);
        }
    }
}
