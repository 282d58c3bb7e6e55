package dev.tieline.e2e;

import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** An application that asks a node over HTTP, in the binary form of the protocol. */
public final class Caller {
    private static final String HEADER_LENGTH = "Inference-Header-Content-Length";
    private static final Duration HANG = Duration.ofSeconds(60);
    private static final OipCodec CODEC = new OipCodec(OipLimits.DEFAULT);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI node;

    public Caller(URI node) {
        this.node = node;
    }

    /** Asks and waits for the answer. */
    public Answer ask(InferenceRequest request, DataLabel label) {
        return asking(request, label).join();
    }

    /** Asks several times at once and waits for all answers. */
    public List<Answer> askAtOnce(int times, InferenceRequest request, DataLabel label) {
        var asked = IntStream.range(0, times)
                .mapToObj(time -> asking(request, label))
                .toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    /** Asks; the future fails if no answer comes in time, whatever deadline was asked for. */
    public CompletableFuture<Answer> asking(InferenceRequest request, DataLabel label) {
        var body = CODEC.encodeRequest(request);
        var post = HttpRequest.newBuilder(node.resolve("/v2/models/" + request.model() + "/infer"))
                .header("Tieline-Class", label.dataClass().word())
                .header("Tieline-Tags", String.join(",", label.tags()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
        if (body.headerLength() != null) {
            post.header(HEADER_LENGTH, body.headerLength().toString());
        }
        return CLIENT.sendAsync(post.build(), BodyHandlers.ofByteArray())
                .orTimeout(HANG.toSeconds(), TimeUnit.SECONDS)
                .thenApply(Caller::answer);
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        var body = ByteBuffer.wrap(response.body());
        if (response.statusCode() != 200) {
            return new Answer(response.statusCode(), response.headers(), null, CODEC.decodeError(body));
        }
        var headerLength = response.headers().firstValue(HEADER_LENGTH).map(Integer::valueOf);
        return new Answer(200, response.headers(), CODEC.decodeResponse(body, headerLength.orElse(null)), null);
    }
}
