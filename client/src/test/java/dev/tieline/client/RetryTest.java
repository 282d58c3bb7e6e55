package dev.tieline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
    private static final Tensor ROW = Tensor.ofInts("INPUT0", Shape.of(1), 1);
    private static final Tensor SUM = Tensor.ofInts("OUTPUT0", Shape.of(1), 2);

    @Test
    void shouldAskOnceUnlessItIsWishedOtherwise() throws Exception {
        try (var node = new FakeNode((request, number) -> refusal("warming", 1));
                var client = TielineClient.at(node.address())) {
            assertThatThrownBy(() -> client.model("simple").infer(ROW)).isInstanceOf(RefusedException.class);
            assertThat(node.seen()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"warming", "overloaded", "model_not_ready"})
    void shouldAskAgainWhenTheNodeSaysThatItMayBeOtherwiseSoon(String code) throws Exception {
        try (var node = new FakeNode(
                        (request, number) -> number < 3 ? refusal(code, 1) : FakeNode.answer(Map.of(), SUM));
                var client = TielineClient.at(node.address())) {
            var answer = client.model("simple").retrying().infer(ROW);

            assertThat(answer.output("OUTPUT0").ints()).containsExactly(2);
            assertThat(node.seen()).hasSize(3);
        }
    }

    @Test
    void shouldSayThatLessTimeIsLeftEachTime() throws Exception {
        try (var node = new FakeNode(
                        (request, number) -> number < 3 ? refusal("warming", 5) : FakeNode.answer(Map.of(), SUM));
                var client = TielineClient.at(node.address())) {
            var unused = client.model("simple").retrying().infer(ROW);

            assertThat(node.seen().stream()
                            .map(seen -> (Long) seen.inference().parameters().get("timeout"))
                            .toList())
                    .isSortedAccordingTo(Comparator.reverseOrder())
                    .doesNotHaveDuplicates()
                    .allMatch(micros -> micros <= 10_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy_denied",
                "invalid_request",
                "unknown_model",
                "deadline_exceeded",
                "execution_failed",
                "unreachable"
            })
    void shouldNotAskAgainWhatWouldEndTheSame(String code) throws Exception {
        try (var node = new FakeNode((request, number) -> refusal(code, 1));
                var client = TielineClient.at(node.address())) {
            var model = client.model("simple").retrying();

            assertThatThrownBy(() -> model.infer(ROW)).isInstanceOf(RefusedException.class);
            assertThat(node.seen()).hasSize(1);
        }
    }

    @Test
    void shouldNotWaitBeyondTheDeadline() throws Exception {
        try (var node = new FakeNode((request, number) -> refusal("overloaded", 60_000));
                var client = TielineClient.at(node.address())) {
            var model = client.model("simple").retrying();

            assertThatThrownBy(() -> model.infer(ROW))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.retryAfter()).contains(Duration.ofSeconds(60)));
            assertThat(node.seen()).hasSize(1);
        }
    }

    @Test
    void shouldAskOnceMoreWhenAConnectionBreaks() throws Exception {
        try (var node = new RawNode((socket, connection) -> {
                    if (connection > 1) {
                        RawNode.write(socket, "HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\n{}");
                    } else {
                        socket.close();
                    }
                });
                var client = TielineClient.at(node.address())) {
            assertThatThrownBy(() -> client.model("simple").infer(ROW)).isInstanceOf(RefusedException.class);
            assertThat(node.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldGiveUpWhenTheSecondConnectionBreaksToo() throws Exception {
        try (var node = new RawNode((socket, connection) -> socket.close());
                var client = TielineClient.at(node.address())) {
            assertThatThrownBy(() -> client.model("simple").infer(ROW))
                    .isInstanceOfSatisfying(ConnectionException.class, broken -> {
                        assertThat(broken.connected()).isTrue();
                        assertThat(broken.code()).isEqualTo("connection_failed");
                        assertThat(broken).hasMessageStartingWith("the connection to the node at " + node.address());
                    });
            assertThat(node.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldConnectAgainWithinTheDeadlineIfThatIsWished() throws Exception {
        try (var node = new RawNode((socket, connection) -> {
                    if (connection > 3) {
                        RawNode.write(socket, "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\n{}");
                    } else {
                        socket.close();
                    }
                });
                var client = TielineClient.at(node.address())) {
            assertThatThrownBy(() -> client.model("simple").retrying().infer(ROW))
                    .isInstanceOf(RefusedException.class);
            assertThat(node.connections()).isEqualTo(4);
        }
    }

    @Test
    void shouldHandACallOverOnlyOnce() throws Exception {
        try (var node = new RawNode((socket, connection) -> socket.close());
                var client = TielineClient.at(node.address())) {
            assertThatThrownBy(() -> client.model("simple").submit(ROW)).isInstanceOf(ConnectionException.class);
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldHandACallOverAgainIfThatIsWished() throws Exception {
        try (var node = new RawNode((socket, connection) -> {
                    if (connection > 1) {
                        RawNode.write(socket, "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\n{}");
                    } else {
                        socket.close();
                    }
                });
                var client = TielineClient.at(node.address())) {
            assertThatThrownBy(() -> client.model("simple").retrying().submit(ROW))
                    .isInstanceOf(RefusedException.class);
            assertThat(node.connections()).isEqualTo(2);
        }
    }

    private static FakeNode.Said refusal(String code, int retryAfterMillis) {
        return FakeNode.json(
                503, "{\"error\":\"no\",\"code\":\"" + code + "\",\"retry_after_ms\":" + retryAfterMillis + "}");
    }
}
