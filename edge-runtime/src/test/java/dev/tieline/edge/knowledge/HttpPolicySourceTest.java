package dev.tieline.edge.knowledge;

import static dev.tieline.edge.knowledge.Documents.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.edge.knowledge.PolicySource.Fetched;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPolicySourceTest {
    private static final byte[] BUNDLE = bytes("the bytes of a bundle");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
    }

    @AfterEach
    void close() {
        end.countDown();
        server.stop(0);
    }

    @Test
    void shouldGetTheBytes() {
        serve(exchange -> answer(exchange, 200, BUNDLE));

        var fetched = fetch(LONG);

        assertThat(fetched)
                .isInstanceOfSatisfying(
                        Fetched.Bytes.class, got -> assertThat(got.bytes()).isEqualTo(BUNDLE));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 500, 301, 206})
    void shouldTryAgainLaterWhenTheServerAnswersOtherwise(int status) {
        serve(exchange -> {
            exchange.getResponseHeaders().add("Location", "http://198.51.100.1/");
            answer(exchange, status, BUNDLE);
        });

        assertThat(fetch(LONG)).isEqualTo(new Fetched.Failed("the server answered " + status));
        assertThat(asked).as("no redirect is followed").hasValue(1);
    }

    @Test
    void shouldNotTakeFewerBytesThanDeclared() {
        serve(exchange -> answer(exchange, 200, bytes("the bytes")));

        assertThat(fetch(LONG))
                .isInstanceOfSatisfying(
                        Fetched.Failed.class,
                        failed -> assertThat(failed.reason()).contains("9 bytes"));
    }

    @Test
    void shouldStopReadingAServerThatSendsMoreThanDeclared() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                while (end.getCount() > 0) {
                    body.write(BUNDLE);
                    body.flush();
                }
            }
        });

        assertThat(fetch(LONG)).isInstanceOf(Fetched.Failed.class);
    }

    @Test
    void shouldGiveUpOnAServerThatFallsSilent() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, BUNDLE.length);
            exchange.getResponseBody().write(BUNDLE, 0, 3);
            exchange.getResponseBody().flush();
            await(end);
        });

        assertThat(fetch(Duration.ofMillis(300)))
                .isInstanceOfSatisfying(
                        Fetched.Failed.class,
                        failed -> assertThat(failed.reason()).contains("longer than PT0.3S"));
    }

    @Test
    void shouldTryAgainLaterWhenNobodyListens() {
        server.stop(0);

        assertThat(fetch(LONG)).isInstanceOf(Fetched.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://198.51.100.7/api/v1/blobs/sha256/any",
                "https://198.51.100.7:8443/any",
                "http://0.0.0.0:8080/any",
                "http://[2001:db8::1]/any"
            })
    void shouldNotLeaveThisMachine(String address) {
        var fetched = new HttpPolicySource(LONG).fetch(pointer(URI.create(address), BUNDLE.length));

        assertThat(fetched)
                .isInstanceOfSatisfying(
                        Fetched.Refused.class,
                        refused -> assertThat(refused.reason()).contains(address, "loopback only"));
    }

    @Test
    void shouldRefuseABundleThatNobodyWouldRead() {
        var fetched = new HttpPolicySource(LONG).fetch(pointer(address(), 5_000_000));

        assertThat(fetched)
                .isInstanceOfSatisfying(
                        Fetched.Refused.class,
                        refused -> assertThat(refused.reason()).contains("5000000", "4194304"));
        assertThat(asked).hasValue(0);
    }

    private Fetched fetch(Duration timeout) {
        return new HttpPolicySource(timeout).fetch(pointer(address(), BUNDLE.length));
    }

    private static PolicyPointer pointer(URI source, long size) {
        return new PolicyPointer("acme-eu", 1, new Artifact("policy.yaml", Digest.ofBytes(BUNDLE), size), source);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/bundle");
    }

    private void serve(HttpHandler handler) {
        server.createContext("/bundle", exchange -> {
            asked.incrementAndGet();
            handler.handle(exchange);
        });
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
