package dev.tieline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a call that is not waited for any more. */
@Timeout(60)
class GivingUpTest {
    private static final Tensor ROW = Tensor.ofInts("INPUT0", Shape.of(1), 1);
    private static final RawNode.Script SILENCE = (socket, connection) -> {};
    private static final RawNode.Script HALF_AN_ANSWER =
            (socket, connection) -> RawNode.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");

    @Test
    void shouldEndTheConnectionOfACancelledCall() throws Exception {
        try (var node = new RawNode(SILENCE);
                var client = TielineClient.at(node.address())) {
            var asked = client.model("simple").inferAsync(ROW);
            node.awaitAsked();

            asked.cancel(false);

            node.awaitLeft();
            assertThatThrownBy(asked::join).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void shouldEndTheConnectionOfAFutureThatTimesOut() throws Exception {
        try (var node = new RawNode(SILENCE);
                var client = TielineClient.at(node.address())) {
            var asked = client.model("simple").inferAsync(ROW);
            node.awaitAsked();

            var unused = asked.orTimeout(1, TimeUnit.MILLISECONDS);

            node.awaitLeft();
        }
    }

    @Test
    void shouldEndTheConnectionInTheMiddleOfAnAnswer() throws Exception {
        try (var node = new RawNode(HALF_AN_ANSWER);
                var client = TielineClient.at(node.address())) {
            var asked = client.model("simple").inferAsync(ROW);
            node.awaitAsked();

            asked.cancel(true);

            node.awaitLeft();
        }
    }

    @Test
    void shouldEndTheConnectionOfAThreadThatIsInterrupted() throws Exception {
        try (var node = new RawNode(SILENCE);
                var client = TielineClient.at(node.address())) {
            var call = new FutureTask<>(() -> client.model("simple").infer(ROW));
            var thread = Thread.ofVirtual().start(call);
            node.awaitAsked();

            thread.interrupt();

            node.awaitLeft();
            assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void shouldHoldTheDeadlineItselfWhenTheNodeIsSilent() throws Exception {
        try (var node = new RawNode(SILENCE);
                var client = TielineClient.builder(node.address())
                        .margin(Duration.ZERO)
                        .build(() -> 0L, new Random(1))) {
            var model = client.model("simple").within(Duration.ofSeconds(1));

            assertThatThrownBy(() -> model.infer(ROW)).isInstanceOfSatisfying(DeadlineException.class, late -> {
                assertThat(late).hasMessage("the node at " + node.address() + " did not answer within 1000 ms");
                assertThat(late.code()).isEqualTo("deadline_exceeded");
                assertThat(late.status()).isEmpty();
            });
            node.awaitLeft();
        }
    }

    @Test
    void shouldHoldTheDeadlineInTheMiddleOfAnAnswer() throws Exception {
        try (var node = new RawNode(HALF_AN_ANSWER);
                var client = TielineClient.builder(node.address())
                        .margin(Duration.ZERO)
                        .build(() -> 0L, new Random(1))) {
            var model = client.model("simple").within(Duration.ofSeconds(1));

            assertThatThrownBy(() -> model.infer(ROW)).isInstanceOf(DeadlineException.class);
            node.awaitLeft();
        }
    }

    @Test
    void shouldFreeThePlaceOfACancelledCall() throws Exception {
        try (var node = new RawNode((socket, connection) -> {
                    if (connection > 1) {
                        RawNode.write(socket, "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\n{}");
                    }
                });
                var client = TielineClient.builder(node.address()).maxCalls(1).build()) {
            var first = client.model("simple").inferAsync(ROW);
            node.awaitAsked();

            first.cancel(true);

            assertThatThrownBy(() -> client.model("simple").infer(ROW)).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void shouldEndEveryCallWhenItIsClosed() throws Exception {
        try (var node = new RawNode(SILENCE)) {
            var client = TielineClient.at(node.address());
            var asked = client.model("simple").inferAsync(ROW);
            node.awaitAsked();

            client.close();

            assertThatThrownBy(asked::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(ConnectionException.class)
                    .hasMessage("the client of " + node.address() + " was closed during the call");
            assertThatThrownBy(() -> client.model("simple").infer(ROW))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the client of " + node.address() + " is closed");
        }
    }

    @Test
    void shouldEndTheWaitForANodeWhenItIsClosed() throws Exception {
        try (var node = new FakeNode((request, number) ->
                FakeNode.json(503, "{\"error\":\"no\",\"code\":\"warming\",\"retry_after_ms\":30000}"))) {
            var client = TielineClient.at(node.address());
            var asked = client.model("simple")
                    .within(Duration.ofMinutes(5))
                    .retrying()
                    .inferAsync(ROW);
            Until.holds("the call", () -> !node.seen().isEmpty());

            client.close();

            assertThatThrownBy(asked::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ConnectionException.class);
        }
    }

    @Test
    void shouldTellThatNobodyListens() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var address = URI.create("http://127.0.0.1:" + port);
        try (var client = TielineClient.at(address)) {
            assertThatThrownBy(() -> client.model("simple").infer(ROW))
                    .isInstanceOfSatisfying(ConnectionException.class, nobody -> {
                        assertThat(nobody).hasMessage("no node answers at " + address + ": connection refused");
                        assertThat(nobody.connected()).isFalse();
                    });
            assertThatThrownBy(client::ready).isInstanceOf(ConnectionException.class);
        }
    }

    @Test
    void shouldTellThatTheHostIsNotKnown() {
        var address = URI.create("http://" + "a".repeat(64) + ":8000"); // longer than the name of a host may be
        try (var client = TielineClient.at(address)) {
            assertThatThrownBy(() -> client.model("simple").infer(ROW))
                    .isInstanceOfSatisfying(ConnectionException.class, nobody -> {
                        assertThat(nobody).hasMessage("no node answers at " + address + ": the host is not known");
                        assertThat(nobody.connected()).isFalse();
                    });
        }
    }

    @Test
    void shouldTellThatThereIsNoWay() {
        assertThat(Wire.reason(new ConnectException("No route to host"))).isEqualTo("no route to host");
        assertThat(Wire.reason(new ConnectException())).isEqualTo("connection refused");
    }
}
