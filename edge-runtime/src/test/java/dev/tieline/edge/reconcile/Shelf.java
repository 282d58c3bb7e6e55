package dev.tieline.edge.reconcile;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tieline.edge.Cards;
import dev.tieline.models.Artifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of files by digest that knows ranges, and that can break off, fall silent in the midst, or lie. */
public final class Shelf implements AutoCloseable {
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, AtomicInteger> cuts = new ConcurrentHashMap<>();
    private final Map<String, String> elsewhere = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile String silent = "";

    private Shelf(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("no server on port " + port, e);
        }
        server.setExecutor(threads);
        server.createContext("/blobs/", this::answer);
        server.start();
    }

    public static Shelf start() {
        return new Shelf(0);
    }

    static Shelf startAt(int port) {
        return new Shelf(port);
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/blobs");
    }

    /** Puts a file on the shelf. */
    public Artifact put(String entry, byte[] bytes) {
        var artifact = Cards.artifact(entry, bytes);
        files.put(artifact.digest().hex(), bytes);
        return artifact;
    }

    /** Puts a card on the shelf. */
    public Artifact putCard(String card) {
        return put("card.yaml", Cards.bytes(card));
    }

    /** Gives other bytes for a file than its digest says. */
    void lieAbout(Artifact artifact, byte[] bytes) {
        files.put(artifact.digest().hex(), bytes);
    }

    /** Breaks the connection in the middle of the next answers with a file. */
    void cutNext(Artifact artifact, int answers) {
        cuts.put(artifact.digest().hex(), new AtomicInteger(answers));
    }

    /** Sends half of a file and then nothing, as long as that stands. */
    void fallSilentAt(Artifact artifact) {
        silent = artifact.digest().hex();
    }

    /** Sends whoever asks for a file to another shelf. */
    void sendOn(Artifact artifact, Shelf other) {
        elsewhere.put(
                artifact.digest().hex(), other.base() + "/" + artifact.digest().hex());
    }

    void speakAgain() {
        silent = "";
    }

    /** The ranges that were asked for of a file, {@code all} where none was. */
    List<String> rangesOf(Artifact artifact) {
        var prefix = artifact.digest().hex() + " ";
        return requests.stream()
                .filter(request -> request.startsWith(prefix))
                .map(request -> request.substring(prefix.length()))
                .toList();
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var hex = exchange.getRequestURI().getPath().substring("/blobs/".length());
        var range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
        requests.add(hex + " " + range.orElse("all"));
        if (elsewhere.containsKey(hex)) {
            exchange.getResponseHeaders().set("Location", elsewhere.get(hex));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
            return;
        }
        var file = files.get(hex);
        if (file == null) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        int from = range.map(text -> Integer.parseInt(text.substring("bytes=".length(), text.length() - 1)))
                .orElse(0);
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, file.length - from);
        var falls = hex.equals(silent);
        var left = cuts.get(hex);
        var half = falls || (left != null && left.getAndDecrement() > 0);
        exchange.getResponseBody().write(file, from, half ? (file.length - from) / 2 : file.length - from);
        exchange.getResponseBody().flush();
        if (falls) {
            awaitClose();
        }
        // Closing before all announced bytes are written breaks the connection.
        exchange.close();
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
