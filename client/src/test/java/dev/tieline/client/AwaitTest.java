package dev.tieline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an answer is waited for that a node is working on. */
@Timeout(60)
class AwaitTest {
    private static final Tensor ROW = Tensor.ofInts("INPUT0", Shape.of(1), 1);
    private static final Tensor SUM = Tensor.ofInts("OUTPUT0", Shape.of(1), 2);
    private static final String RESULT = "/tieline/v1/results/r-1";
    private static final FakeNode.Said ACCEPTED = FakeNode.json(202, "").with("Location", RESULT);
    private static final FakeNode.Said RUNNING = FakeNode.json(202, "").with("Retry-After", "30");
    private static final FakeNode.Said NONE =
            FakeNode.json(404, "{\"error\":\"no such result\",\"code\":\"unknown_result\"}");
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void shouldEndTheWaitAtTheDeadlineAndLetTheNodeHaveTheLastWord() throws Exception {
        var now = new AtomicLong();
        try (var node = new FakeNode((request, number) -> {
                    now.set(
                            switch (number) {
                                case 1 -> 0;
                                case 2 -> HOUR.minusMillis(1).toNanos();
                                default -> HOUR.toNanos();
                            });
                    return number == 1 ? ACCEPTED : RUNNING;
                });
                var client = TielineClient.builder(node.address())
                        .margin(Duration.ofMinutes(1))
                        .build(now::get, new Random(1))) {
            var pending = client.model("simple").within(HOUR).submit(ROW);

            assertThatThrownBy(pending::await)
                    .isInstanceOf(DeadlineException.class)
                    .hasMessage("the node at " + node.address() + " had no result within 3600000 ms");
            assertThat(node.seen()).hasSize(3);
        }
    }

    @Test
    void shouldOutliveAConnectionThatFails() throws Exception {
        try (var node = new RawNode((socket, connection) -> {
                    switch (connection) {
                        case 1 ->
                            RawNode.write(
                                    socket,
                                    "HTTP/1.1 202 Accepted\r\nLocation: " + RESULT
                                            + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                        case 2, 3 -> socket.close();
                        default -> RawNode.write(socket, "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\n{}");
                    }
                });
                var client = TielineClient.at(node.address())) {
            var pending = client.model("simple").within(HOUR).submit(ROW);

            assertThatThrownBy(pending::await).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void shouldOutliveAQuestionThatStaysWithoutAnAnswer() throws Exception {
        try (var node = new RawNode((socket, connection) -> {
                    if (connection > 1) {
                        RawNode.write(socket, "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\n{}");
                    }
                });
                var client = TielineClient.builder(node.address())
                        .deadline(Duration.ofMillis(500))
                        .margin(Duration.ZERO)
                        .build()) {
            var pending = client.pending(node.address().resolve(RESULT), HOUR);

            assertThatThrownBy(pending::await).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void shouldNotWaitLongerForASilentNodeThanForTheAnswer() throws Exception {
        try (var node = new RawNode((socket, connection) -> {});
                var client = TielineClient.builder(node.address())
                        .deadline(HOUR)
                        .margin(Duration.ZERO)
                        .build()) {
            var pending = client.pending(node.address().resolve(RESULT), Duration.ofMillis(50));

            assertThatThrownBy(pending::await)
                    .isInstanceOf(DeadlineException.class)
                    .hasMessage("the node at " + node.address() + " had no result within 50 ms");
        }
    }

    @Test
    void shouldGiveTheAnswerToEveryThreadThatWaits() throws Exception {
        var second = new CountDownLatch(1);
        try (var node = new FakeNode((request, number) -> {
                    if (number > 1) {
                        return NONE; // a node gives an answer away once
                    }
                    second.await();
                    return FakeNode.answer(Map.of(), SUM);
                });
                var client =
                        TielineClient.builder(node.address()).deadline(HOUR).build()) {
            var pending = client.pending(node.address().resolve(RESULT), HOUR);
            var early = new FutureTask<>(pending::await);
            var late = new FutureTask<>(pending::await);
            Thread.ofPlatform().start(early);
            Until.holds("the first question", () -> node.seen().size() == 1);
            Until.waits(Thread.ofPlatform().start(late));

            second.countDown();

            assertThat(early.get().output("OUTPUT0").ints()).containsExactly(2);
            assertThat(late.get()).isSameAs(early.get());
            assertThat(node.seen()).hasSize(1);
        }
    }

    @Test
    void shouldKeepAnAnswerThatIsThereWhenItIsTakenBackTooLate() throws Exception {
        var cancelled = new CountDownLatch(1);
        try (var node = new FakeNode((request, number) -> {
                    if (request.method().equals("DELETE")) {
                        return NONE;
                    }
                    cancelled.await();
                    return FakeNode.answer(Map.of(), SUM);
                });
                var client =
                        TielineClient.builder(node.address()).deadline(HOUR).build()) {
            var pending = client.pending(node.address().resolve(RESULT), HOUR);
            var waiting = new FutureTask<>(pending::await);
            Thread.ofPlatform().start(waiting);
            Until.holds("the question", () -> node.seen().size() == 1);

            pending.cancel();
            cancelled.countDown();

            assertThat(waiting.get().output("OUTPUT0").ints()).containsExactly(2);
            assertThat(pending.poll()).isPresent();
        }
    }

    @Test
    void shouldKeepTheAnswerBeyondTheEndOfTheClient() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.answer(Map.of(), SUM))) {
            var client = TielineClient.at(node.address());
            var location = node.address().resolve(RESULT);
            var answered = client.pending(location, HOUR);
            var asked = client.pending(location, HOUR);
            var answer = answered.await();

            client.close();

            assertThat(answered.await()).isSameAs(answer);
            assertThatThrownBy(asked::await).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(asked::poll).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "3, 3000", "soon, 1000"})
    void shouldAskAgainWhenTheNodeSaysAndNeverAtOnce(String header, long millis) {
        var headers = HttpHeaders.of(Map.of("Retry-After", List.of(header)), (name, value) -> true);

        assertThat(PendingAnswer.pause(new Reply(202, headers, new byte[0]))).isEqualTo(Duration.ofMillis(millis));
    }
}
