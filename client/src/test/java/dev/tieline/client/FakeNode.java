package dev.tieline.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers as a script says, and remembers what it was asked. */
final class FakeNode implements AutoCloseable {
    static final OipCodec CODEC = new OipCodec(OipLimits.DEFAULT);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Script script;

    /** What is answered to a request; the number counts from 1. */
    interface Script {
        Said answer(Seen request, int number) throws InterruptedException;
    }

    /** A request. Header names are in lower case. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Seen(String method, String path, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        InferenceRequest inference() {
            var length = headers.get("inference-header-content-length");
            return CODEC.decodeRequest(
                    ModelName.of("m"),
                    null,
                    ByteBuffer.wrap(body),
                    length == null ? null : Integer.valueOf(length),
                    null);
        }
    }

    /** An answer. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Said(int status, Map<String, String> headers, byte[] body) {
        Said with(String header, String value) {
            var more = new HashMap<>(headers);
            more.put(header, value);
            return new Said(status, more, body);
        }
    }

    FakeNode(Script script) throws IOException {
        this.script = script;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static Said json(int status, String body) {
        return new Said(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer of the model {@code simple@1} in the binary form. */
    static Said answer(Map<String, Object> parameters, Tensor... outputs) {
        var body = CODEC.encodeResponseBinary(
                new InferenceResponse(ModelRef.of("simple@1"), "r1", parameters, List.of(outputs)));
        var said = new Said(200, Map.of(), body.toByteArray());
        return body.headerLength() == null
                ? said
                : said.with("Inference-Header-Content-Length", String.valueOf(body.headerLength()));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Seen> seen() {
        return seen;
    }

    /** Never answers, until this node is closed. */
    Said never() throws InterruptedException {
        closed.await();
        return json(500, "{}");
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new HashMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join("|", values)));
            var request = new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            seen.add(request);
            var said = script.answer(request, seen.size());
            said.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            exchange.sendResponseHeaders(said.status(), said.body().length == 0 ? -1 : said.body().length);
            if (said.body().length > 0) {
                exchange.getResponseBody().write(said.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
