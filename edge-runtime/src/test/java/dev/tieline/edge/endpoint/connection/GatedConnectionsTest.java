package dev.tieline.edge.endpoint.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What gates do on connections of a real server. */
class GatedConnectionsTest {
    private static final int ROOM = 2;
    private static final int UNREAD = 40_000;

    @RegisterExtension
    private final GuardedServer server = new GuardedServer(ROOM);

    @Test
    void shouldNotCloseACallerThatStillTakesItsAnswerToMakeRoom() throws Exception {
        try (var slow = caller();
                var resting = caller()) {
            slow.get("/long");
            Eventually.until("it was answered", () -> server.written.get() == 1);
            assertThatShortIsServed(resting);
            server.ticker.advance(Duration.ofSeconds(5));

            try (var next = caller()) {
                assertThatShortIsServed(next);
            }

            assertThat(server.closed("room")).isEqualTo(1);
            slow.head();
            assertThat(slow.bytes(GuardedServer.LONG)).hasSize(GuardedServer.LONG);
            assertThatShortIsServed(slow);
        }
    }

    @Test
    void shouldNotTakeACallerForIdleThatTakesItsAnswer() throws Exception {
        try (var slow = caller()) {
            assertThatShortIsServed(slow);
            server.ticker.advance(Duration.ofSeconds(59));
            slow.get("/long");
            Eventually.until("it was answered", () -> server.written.get() == 1);
            server.ticker.advance(Duration.ofSeconds(59));
            server.guard.sweep();
            slow.head();
            assertThat(slow.bytes(GuardedServer.LONG)).hasSize(GuardedServer.LONG);
            assertThatShortIsServed(slow);
            Eventually.until("its answer has left", () -> server.guard.busy() == 0);
            server.ticker.advance(Duration.ofSeconds(59));

            server.guard.sweep();

            assertThatShortIsServed(slow);
        }
    }

    @Test
    void shouldCloseACallerThatDoesNotTakeItsAnswerForTooLong() throws Exception {
        try (var slow = caller()) {
            slow.get("/long");
            Eventually.until("it was answered", () -> server.written.get() == 1);

            Eventually.until("it is gone", () -> {
                server.ticker.advance(Duration.ofSeconds(61));
                server.guard.sweep();
                return server.guard.open() == 0;
            });

            assertThat(server.closed("idle")).isEqualTo(1);
        }
    }

    @Test
    void shouldNotCloseACallerOverHttp2ThatStillTakesItsAnswer() throws Exception {
        var client = server.client();
        var answer = new CompletableFuture<HttpClientResponse>();
        var taken = new AtomicLong();
        var end = new CompletableFuture<Void>();
        client.request(HttpMethod.GET, server.port(), "127.0.0.1", "/long")
                .compose(request -> request.send())
                .onSuccess(response -> {
                    response.pause();
                    response.handler(part -> taken.addAndGet(part.length()))
                            .endHandler(ended -> end.complete(null))
                            .exceptionHandler(end::completeExceptionally);
                    answer.complete(response);
                })
                .onFailure(answer::completeExceptionally);
        var response = answer.get(60, TimeUnit.SECONDS);
        Eventually.until("it was answered", () -> server.written.get() == 1);

        try (var resting = caller()) {
            assertThatShortIsServed(resting);
            server.ticker.advance(Duration.ofSeconds(5));
            try (var next = caller()) {
                assertThatShortIsServed(next);
            }
        }

        response.resume();
        end.get(60, TimeUnit.SECONDS);
        assertThat(taken).hasValue(GuardedServer.LONG);
        Eventually.until("its answer has left", () -> server.guard.busy() == 0);
        client.close();
    }

    /** It has been given up when the first to see it sees it. */
    @Test
    void shouldNotCountARequestOverHttp2WhoseCallerWasGoneBefore() throws Exception {
        var client = server.client();
        var asked = new CompletableFuture<HttpClientRequest>();
        client.request(HttpMethod.GET, server.port(), "127.0.0.1", "/gone")
                .onSuccess(request -> {
                    var unused = request.send();
                    asked.complete(request);
                })
                .onFailure(asked::completeExceptionally);
        var request = asked.get(60, TimeUnit.SECONDS);
        Eventually.until("it is there", () -> server.late.get() == 1);

        request.reset();

        Eventually.until("it was handled", () -> server.gone.get() == 1);
        Eventually.until("it counts no more", () -> server.guard.busy() == 0);
        assertThat(server.guard.open()).isEqualTo(1);
        client.close();
    }

    @Test
    void shouldNotTakeWhatIsLeftOfABodyForARequest() throws Exception {
        try (var caller = caller()) {
            var left = "x\r\n\r\n".repeat(UNREAD / 5);
            caller.say("POST /unread HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + Integer.toHexString(UNREAD) + "\r\n" + left + "\r\n0\r\n\r\n");
            assertThat(caller.head()).startsWith("HTTP/1.1 404 ");
            assertThat(caller.text(7)).isEqualTo("refused");
            caller.get("/short");

            server.unread.get(60, TimeUnit.SECONDS).resume();

            assertThat(caller.head()).startsWith("HTTP/1.1 200 ");
            assertThat(caller.text(5)).isEqualTo("short");
        }
    }

    @Test
    void shouldNotAnswerTwiceWhereABodyIsNeverRead() throws Exception {
        try (var caller = caller()) {
            caller.say("POST /unread HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + Integer.toHexString(UNREAD) + "\r\n" + "x\r\n\r\n".repeat(UNREAD / 5));
            assertThat(caller.head()).startsWith("HTTP/1.1 404 ");
            assertThat(caller.text(7)).isEqualTo("refused");
            server.unread.get(60, TimeUnit.SECONDS);
            Eventually.until("its answer has left", () -> server.guard.busy() == 0);
            server.ticker.advance(Duration.ofSeconds(61));

            server.guard.sweep();

            assertThat(caller.text(100)).isEmpty();
        }
    }

    @Test
    void shouldSeeThatACallerGoesWhoseNextRequestWaits() throws Exception {
        try (var caller = caller()) {
            caller.get("/later");
            caller.get("/short");
            Eventually.until("its first request has begun", () -> server.guard.busy() == 1);
        }

        Eventually.until("it is gone", () -> server.guard.open() == 0);
    }

    /** The server then takes the gate out of the way. */
    @Test
    void shouldSeeThatACallerGoesWhoseRequestBeganHttp2() throws Exception {
        try (var caller = caller()) {
            caller.upgrade("/short");
            assertThat(caller.head()).startsWith("HTTP/1.1 101 ");
            Eventually.until("it was answered", () -> server.guard.busy() == 0);
            assertThat(server.guard.open()).isEqualTo(1);
        }

        Eventually.until("it is gone", () -> server.guard.open() == 0);
    }

    @Test
    void shouldAnswerRequestsInTheirOrderThatComeLittleByLittle() throws Exception {
        try (var caller = caller()) {
            caller.get("/long");
            Eventually.until("it was answered", () -> server.written.get() == 1);
            for (var piece : "GET /short HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3).split("(?<=\\G.{7})", -1)) {
                caller.say(piece);
            }
            caller.head();
            assertThat(caller.bytes(GuardedServer.LONG)).hasSize(GuardedServer.LONG);

            for (int i = 0; i < 3; i++) {
                assertThat(caller.head()).startsWith("HTTP/1.1 200 ");
                assertThat(caller.text(5)).isEqualTo("short");
            }
        }
    }

    @Test
    void shouldSlowACallerThatSendsMoreThanIsAnsweredAndNotCloseIt() throws Exception {
        int requests = 200;
        var request = "GET /short HTTP/1.1\r\nHost: x\r\nPadding: " + "x".repeat(16_000) + "\r\n\r\n";
        try (var caller = caller();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            caller.get("/later");
            var sent = new AtomicInteger();
            var unused = threads.submit(() -> {
                for (int i = 0; i < requests; i++) {
                    caller.say(request);
                    sent.incrementAndGet();
                }
                return null;
            });
            Eventually.until("some are sent", () -> sent.get() > 0);

            server.later.complete(null);

            caller.head();
            assertThat(caller.text(5)).isEqualTo("later");
            for (int i = 0; i < requests; i++) {
                assertThat(caller.head()).startsWith("HTTP/1.1 200 ");
                assertThat(caller.text(5)).isEqualTo("short");
            }
            assertThat(server.closed("room")).isZero();
        }
    }

    @Test
    void shouldLetACallerThatStillSendsReadWhyItsConnectionEnds() throws Exception {
        try (var caller = caller()) {
            caller.say("POST /closing HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
            Eventually.until("it is told", () -> server.closing.get() == 1);
            for (int i = 0; i < 20; i++) {
                caller.say("x".repeat(10_000));
            }

            assertThat(caller.head()).startsWith("HTTP/1.1 408 ");
            assertThat(caller.text(100)).isEqualTo("too slow");
        }
    }

    @Test
    void shouldLetACallerThatStillSendsReadThatItsHeadWasTooSlow() throws Exception {
        try (var caller = caller()) {
            caller.say("GET /short HT");
            Eventually.until("it has begun", () -> server.guard.waitingBytes() > 0);
            server.ticker.advance(Duration.ofSeconds(11));
            server.guard.sweep();
            for (int i = 0; i < 20; i++) {
                caller.say("x".repeat(10_000));
            }

            assertThat(caller.text(500)).startsWith("HTTP/1.1 408 ").contains("request_timeout");
        }
        Eventually.until("it is gone", () -> server.guard.open() == 0);
    }

    private Wire caller() throws IOException {
        return new Wire(server.port());
    }

    private static void assertThatShortIsServed(Wire caller) throws IOException {
        caller.get("/short");
        assertThat(caller.head()).startsWith("HTTP/1.1 200 ");
        assertThat(caller.text(5)).isEqualTo("short");
    }
}
