package dev.tieline.launcher.infer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server of the protocol's infer method; what it answers is a function of the request. */
public final class FakeNode implements AutoCloseable {
    private static final String HEADER_LENGTH = "Inference-Header-Content-Length";

    private final HttpServer server;
    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);
    private final Function<InferenceRequest, InferenceResponse> answers;
    private final int errorStatus;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    public record Seen(String path, Map<String, List<String>> headers, InferenceRequest request) {}

    /** @param errorStatus the status of the answer when the function throws an {@link InferenceException} */
    public FakeNode(int errorStatus, Function<InferenceRequest, InferenceResponse> answers) throws IOException {
        this.answers = answers;
        this.errorStatus = errorStatus;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/models/", this::handle);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Seen> seen() {
        return seen;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var length = exchange.getRequestHeaders().getFirst(HEADER_LENGTH);
            var body = ByteBuffer.wrap(exchange.getRequestBody().readAllBytes());
            var path = exchange.getRequestURI().getPath();
            var model = ModelName.of(path.split("/", -1)[3]);
            var request = codec.decodeRequest(model, null, body, length == null ? null : Integer.valueOf(length), null);
            seen.add(new Seen(path, Map.copyOf(exchange.getRequestHeaders()), request));
            answer(exchange, request);
        }
    }

    private void answer(HttpExchange exchange, InferenceRequest request) throws IOException {
        try {
            var body = codec.encodeResponse(request, answers.apply(request));
            if (body.headerLength() != null) {
                exchange.getResponseHeaders()
                        .add(HEADER_LENGTH, body.headerLength().toString());
            }
            send(exchange, 200, body.toByteArray());
        } catch (InferenceException e) {
            send(exchange, errorStatus, codec.encodeError(e.error(), null));
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
