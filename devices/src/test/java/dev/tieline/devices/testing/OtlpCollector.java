package dev.tieline.devices.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector that takes spans by OTLP over HTTP (protobuf) on this machine, and keeps them. */
public final class OtlpCollector implements AutoCloseable {
    private final HttpServer server;
    private final List<Seen> spans = new CopyOnWriteArrayList<>();

    /**
     * A span as it came.
     *
     * @param process the instance of the service that sent it
     * @param parent the id of the span above it; empty for the first of its trace
     * @param kind as OTLP numbers it: 1 internal, 2 server, 3 client, 4 producer, 5 consumer
     * @param attributes those that are text
     */
    public record Seen(
            String process,
            String trace,
            String id,
            String parent,
            String name,
            long kind,
            long startNanos,
            long endNanos,
            Map<String, String> attributes) {}

    /** Listens on a free port. */
    public OtlpCollector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All that came so far. */
    public List<Seen> spans() {
        return List.copyOf(spans);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = ProtobufFields.read(exchange.getRequestBody().readAllBytes());
            for (var resourceSpans : request.messages(1)) {
                var process = resourceSpans.messages(1).stream()
                        .map(resource -> attributes(resource.messages(1)))
                        .map(facts -> facts.getOrDefault("service.instance.id", ""))
                        .findFirst()
                        .orElse("");
                for (var scope : resourceSpans.messages(2)) {
                    scope.messages(2).forEach(span -> spans.add(seen(process, span)));
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Seen seen(String process, ProtobufFields span) {
        return new Seen(
                process,
                hex(span.bytes(1)),
                hex(span.bytes(2)),
                hex(span.bytes(4)),
                text(span.bytes(5)),
                span.number(6),
                span.number(7),
                span.number(8),
                attributes(span.messages(9)));
    }

    private static Map<String, String> attributes(List<ProtobufFields> pairs) {
        var attributes = new TreeMap<String, String>();
        pairs.forEach(pair ->
                pair.messages(2).forEach(value -> attributes.put(text(pair.bytes(1)), text(value.bytes(1)))));
        return attributes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
