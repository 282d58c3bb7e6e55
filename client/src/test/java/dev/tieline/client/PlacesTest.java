package dev.tieline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that wait for their turn, since no more than so many may be open. */
@Timeout(60)
class PlacesTest {
    private static final Tensor ROW = Tensor.ofInts("INPUT0", Shape.of(1), 1);
    private static final Tensor SUM = Tensor.ofInts("OUTPUT0", Shape.of(1), 2);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void shouldTellTheNodeWhatIsLeftAfterTheWaitForATurn() throws Exception {
        var now = new AtomicLong();
        var turn = new CountDownLatch(1);
        try (var node = new FakeNode((request, number) -> {
                    turn.await();
                    return FakeNode.answer(Map.of(), SUM);
                });
                var client = TielineClient.builder(node.address())
                        .deadline(HOUR)
                        .maxCalls(1)
                        .build(now::get, new Random(1))) {
            var first = client.model("simple").inferAsync(ROW);
            Until.holds("the first call", () -> node.seen().size() == 1);
            var second = new FutureTask<>(() -> client.model("simple").infer(ROW));
            Until.waits(Thread.ofPlatform().start(second));

            now.set(Duration.ofMinutes(40).toNanos());
            turn.countDown();

            assertThat(second.get()).isNotSameAs(first.get());
            assertThat(node.seen().getLast().inference().parameters())
                    .containsEntry("timeout", Duration.ofMinutes(20).toNanos() / 1_000);
        }
    }

    @Test
    void shouldWaitForItsTurnNoLongerThanTheDeadline() throws Exception {
        try (var node = new RawNode((socket, connection) -> {});
                var client = TielineClient.builder(node.address())
                        .deadline(HOUR)
                        .maxCalls(1)
                        .build(() -> 0L, new Random(1))) {
            var first = client.model("simple").inferAsync(ROW);
            node.awaitAsked();

            assertThatThrownBy(() ->
                            client.model("simple").within(Duration.ofMillis(50)).infer(ROW))
                    .isInstanceOf(DeadlineException.class)
                    .hasMessage("none of the 1 calls that may be open at the same time to " + node.address()
                            + " ended within 50 ms");
            assertThat(first).isNotDone();
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldEndTheWaitForATurnWhenItIsClosed() throws Exception {
        try (var node = new RawNode((socket, connection) -> {})) {
            var client = TielineClient.builder(node.address())
                    .deadline(HOUR)
                    .maxCalls(1)
                    .build();
            var first = client.model("simple").inferAsync(ROW);
            node.awaitAsked();
            var second = new FutureTask<>(() -> client.model("simple").infer(ROW));
            Until.waits(Thread.ofPlatform().start(second));

            client.close();

            assertThatThrownBy(second::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(ConnectionException.class)
                    .hasMessage("the client of " + node.address() + " was closed during the call");
            assertThatThrownBy(first::get).hasCauseInstanceOf(ConnectionException.class);
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldTellHowTheNodeIsWhileEveryPlaceIsTaken() throws Exception {
        var done = new CountDownLatch(1);
        try (var node = new FakeNode((request, number) -> {
                    if (request.method().equals("POST")) {
                        done.await();
                        return FakeNode.answer(Map.of(), SUM);
                    }
                    return FakeNode.json(200, "");
                });
                var client = TielineClient.builder(node.address()).maxCalls(1).build()) {
            var call = client.model("simple").within(HOUR).inferAsync(ROW);
            Until.holds("the call", () -> node.seen().size() == 1);

            assertThat(client.live()).isTrue();
            assertThat(client.ready()).isTrue();
            assertThat(client.model("simple").ready()).isTrue();

            done.countDown();
            assertThat(call.get().output("OUTPUT0").ints()).containsExactly(2);
        }
    }
}
