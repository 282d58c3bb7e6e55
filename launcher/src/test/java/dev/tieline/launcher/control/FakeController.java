package dev.tieline.launcher.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tieline.models.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server of the controller's API: answers are set by question, documents by a function, blobs are kept. */
public final class FakeController implements AutoCloseable {
    private static final String ROOT = "/api/v1/";
    private static final String BLOBS = ROOT + "blobs/sha256/";

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile Function<Seen, Answer> apply = question -> Answer.refused(501, "nothing can be applied here");

    /** What was asked: method and path with query, below /api/v1/, and what came along. */
    public record Seen(String question, Map<String, String> headers, String body) {}

    public record Answer(int status, String type, String body) {
        public static Answer json(String body) {
            return new Answer(200, "application/json", body);
        }

        public static Answer yaml(String body) {
            return new Answer(200, "application/yaml;charset=UTF-8", body);
        }

        public static Answer refused(int status, String error) {
            return new Answer(status, "application/json", "{\"error\":\"" + error + "\"}");
        }

        public static Answer applied(String kind, String name, String outcome, String... warnings) {
            var list = warnings.length == 0 ? "" : "\"" + String.join("\",\"", warnings) + "\"";
            return json("{\"kind\":\"" + kind + "\",\"name\":\"" + name + "\",\"outcome\":\"" + outcome
                    + "\",\"warnings\":[" + list + "],\"later\":1}");
        }
    }

    public FakeController() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Sets the answer to a question such as {@code GET nodes}. */
    public FakeController answers(String question, Answer answer) {
        answers.put(question, answer);
        return this;
    }

    public FakeController applies(Function<Seen, Answer> function) {
        apply = function;
        return this;
    }

    public FakeController holds(Digest digest, byte[] bytes) {
        blobs.put(digest.hex(), bytes);
        return this;
    }

    public Map<String, byte[]> blobs() {
        return new TreeMap<>(blobs);
    }

    public List<Seen> seen() {
        return seen;
    }

    public List<String> questions() {
        return seen.stream().map(Seen::question).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().toString();
            var question = exchange.getRequestMethod() + " " + path.replace(ROOT, "");
            var body = exchange.getRequestBody().readAllBytes();
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            var text = path.startsWith(BLOBS) ? "" : new String(body, StandardCharsets.UTF_8);
            var asked = new Seen(question, headers, text);
            seen.add(asked);
            if (answers.containsKey(question)) {
                send(exchange, answers.get(question));
            } else if (path.startsWith(BLOBS)) {
                blob(exchange, path.substring(BLOBS.length()), body);
            } else if (question.equals("POST apply")) {
                send(exchange, apply.apply(asked));
            } else {
                send(exchange, Answer.refused(404, "There is no " + path + "."));
            }
        }
    }

    private void blob(HttpExchange exchange, String hex, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(blobs.containsKey(hex) ? 200 : 404, -1);
        } else if (Digest.ofBytes(body).hex().equals(hex)) {
            blobs.put(hex, body);
            send(exchange, new Answer(201, "application/json", "{\"outcome\":\"created\"}"));
        } else {
            send(exchange, Answer.refused(400, "The bytes have another digest."));
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
