package dev.tieline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PendingAnswerTest {
    private static final Tensor ROW = Tensor.ofInts("INPUT0", Shape.of(1), 1);
    private static final Tensor SUM = Tensor.ofInts("OUTPUT0", Shape.of(1), 2);
    private static final String RESULT = "/tieline/v1/results/r-1";
    private static final FakeNode.Said ACCEPTED = FakeNode.json(202, "").with("Location", RESULT);
    private static final FakeNode.Said RUNNING = FakeNode.json(202, "").with("Retry-After", "0");

    @Test
    void shouldHandTheCallOverAndAskForTheResult() throws Exception {
        try (var node = new FakeNode((request, number) -> switch (number) {
                    case 1 -> ACCEPTED;
                    case 2, 3 -> RUNNING;
                    default -> FakeNode.answer(Map.of(), SUM);
                });
                var client = TielineClient.at(node.address())) {
            var pending = client.model("simple").within(Duration.ofMinutes(5)).submit(ROW);

            var answer = pending.await();

            assertThat(answer.output("OUTPUT0").ints()).containsExactly(2);
            assertThat(node.seen().getFirst().headers()).containsEntry("prefer", "respond-async");
            assertThat(node.seen().stream().map(seen -> seen.method() + " " + seen.path()))
                    .containsExactly("POST /v2/models/simple/infer", "GET " + RESULT, "GET " + RESULT, "GET " + RESULT);
            assertThat(pending.location()).contains(node.address().resolve(RESULT));
            assertThat(pending.poll()).contains(answer);
            assertThat(node.seen()).hasSize(4);
        }
    }

    @Test
    void shouldSayThatThereIsNoAnswerYet() throws Exception {
        try (var node = new FakeNode((request, number) -> number == 1 ? ACCEPTED : RUNNING);
                var client = TielineClient.at(node.address())) {
            var pending = client.model("simple").submit(ROW);

            assertThat(pending.poll()).isEmpty();
        }
    }

    @Test
    void shouldTakeAnAnswerThatIsThereAtOnce() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.answer(Map.of(), SUM));
                var client = TielineClient.at(node.address())) {
            var pending = client.model("simple").submit(ROW);

            assertThat(pending.await().output("OUTPUT0").ints()).containsExactly(2);
            assertThat(pending.location()).isEmpty();
            assertThat(node.seen()).hasSize(1);
        }
    }

    @Test
    void shouldTellWhyThereWillBeNoAnswer() throws Exception {
        try (var node = new FakeNode((request, number) -> number == 1
                        ? ACCEPTED
                        : FakeNode.json(500, "{\"error\":\"the model failed\",\"code\":\"execution_failed\"}"));
                var client = TielineClient.at(node.address())) {
            var pending = client.model("simple").submit(ROW);

            assertThatThrownBy(pending::await)
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("the model failed");
            assertThatThrownBy(pending::poll).hasMessage("the model failed");
            assertThat(node.seen()).hasSize(2);
        }
    }

    @Test
    void shouldHaveTheNodeGiveTheCallUp() throws Exception {
        try (var node = new FakeNode((request, number) -> switch (request.method()) {
                    case "POST" -> ACCEPTED;
                    case "DELETE" -> FakeNode.json(204, "");
                    default -> FakeNode.json(404, "{\"error\":\"none\",\"code\":\"unknown_result\"}");
                });
                var client = TielineClient.at(node.address())) {
            var pending = client.model("simple").submit(ROW);

            pending.cancel();

            assertThat(node.seen().getLast().method() + " "
                            + node.seen().getLast().path())
                    .isEqualTo("DELETE " + RESULT);
            assertThatThrownBy(pending::await)
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("none");
        }
    }

    @Test
    void shouldFindAResultThatAnotherClientLeft() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.answer(Map.of(), SUM));
                var client = TielineClient.at(node.address())) {
            var pending = client.pending(node.address().resolve(RESULT), Duration.ofSeconds(5));

            assertThat(pending.await().output("OUTPUT0").ints()).containsExactly(2);
            assertThat(node.seen().getFirst().path()).isEqualTo(RESULT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://elsewhere.example/r-1", "https://127.0.0.1/r-1", "http:// /", "mailto:a@b"})
    void shouldNotFollowToAnotherServer(String location) throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.json(202, "").with("Location", location));
                var client = TielineClient.at(node.address())) {
            assertThatThrownBy(() -> client.model("simple").submit(ROW))
                    .isInstanceOf(UnreadableAnswerException.class)
                    .hasMessageContaining(location);
        }
    }

    @Test
    void shouldNotAcceptANodeThatDoesNotSayWhere() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.json(202, ""));
                var client = TielineClient.at(node.address())) {
            assertThatThrownBy(() -> client.model("simple").submit(ROW))
                    .isInstanceOf(UnreadableAnswerException.class)
                    .hasMessageEndingWith("does not say where the result will be");
            assertThatThrownBy(() -> client.pending(URI.create("http://elsewhere.example/"), Duration.ofSeconds(1)))
                    .isInstanceOf(UnreadableAnswerException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/edge1, /results/r-1, /edge1/results/r-1",
        "/edge1/, /results/r-1, /edge1/results/r-1",
        "/edge1, /edge1/results/r-1, /edge1/results/r-1",
        "/edge1, /edge10/r-1, /edge1/edge10/r-1",
        "'', /results/r-1, /results/r-1",
        "/, /results/r-1, /results/r-1"
    })
    void shouldAskBelowThePathOfTheAddress(String base, String location, String path) throws Exception {
        try (var node = new FakeNode((request, number) -> number == 1
                        ? FakeNode.json(202, "").with("Location", location)
                        : FakeNode.answer(Map.of(), SUM));
                var client = TielineClient.at(URI.create(node.address() + base))) {
            var pending = client.model("simple").submit(ROW);

            assertThat(pending.poll()).isPresent();

            assertThat(node.seen().getLast().path()).isEqualTo(path);
            assertThat(pending.location()).contains(node.address().resolve(path));
            assertThat(client.pending(node.address().resolve(path), Duration.ofSeconds(1))
                            .location())
                    .isEqualTo(pending.location());
        }
    }

    @Test
    void shouldAskOnlyOnceWhenTheConnectionBreaksInTheMiddleOfTheAnswer() throws Exception {
        try (var node = new RawNode((socket, connection) -> {
                    RawNode.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
                    socket.close();
                });
                var client = TielineClient.at(node.address())) {
            var pending = client.pending(node.address().resolve(RESULT), Duration.ofMinutes(5));

            assertThatThrownBy(pending::poll).isInstanceOf(ConnectionException.class);
            assertThat(node.connections()).isEqualTo(1);
        }
    }
}
