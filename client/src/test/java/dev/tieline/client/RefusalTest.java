package dev.tieline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.Tensor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    private static final Tensor ROW = Tensor.ofInts("INPUT0", Shape.of(1), 1);
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    static Stream<InferenceError> errors() {
        return Stream.of(
                new InferenceError.InvalidRequest("no input 'x'"),
                new InferenceError.UnsupportedContent("br is not read"),
                new InferenceError.UnknownModel("simple"),
                new InferenceError.ModelNotReady("simple", "it is being loaded"),
                new InferenceError.TooLarge("too many bytes"),
                new InferenceError.PolicyDenied("health data stays", "health-stays"),
                new InferenceError.Overloaded("every slot is taken", Duration.ofMillis(250), "home"),
                new InferenceError.Warming("it is being brought", Duration.ofSeconds(2)),
                new InferenceError.DeadlineExceeded("too late"),
                new InferenceError.Unreachable("nobody is there"),
                new InferenceError.ExecutionFailed("the model failed"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void shouldTellEachErrorOfANode(InferenceError error) throws Exception {
        var body = new String(FakeNode.CODEC.encodeError(error, TRACE), StandardCharsets.UTF_8);

        var refused = refusal(FakeNode.json(503, body));

        assertThat(refused).hasMessage(error.message());
        assertThat(refused.code()).isEqualTo(error.code());
        assertThat(refused.status()).hasValue(503);
        assertThat(refused.trace()).contains(TRACE);
        assertThat(refused.rule().orElse(null)).isEqualTo(rule(error));
        assertThat(refused.retryAfter().orElse(null)).isEqualTo(retryAfter(error));
    }

    @Test
    void shouldTakeTheHeaderWhereTheBodyDoesNotSayWhenToTryAgain() throws Exception {
        var refused = refusal(FakeNode.json(503, "{\"error\":\"not yet\",\"code\":\"model_not_ready\"}")
                .with("Retry-After", "3"));

        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wed, 21 Oct 2026 07:28:00 GMT", "-1", "", "99999999999"})
    void shouldReadOverAHeaderThatIsNoNumberOfSeconds(String header) throws Exception {
        var refused = refusal(FakeNode.json(503, "{\"error\":\"not yet\"}").with("Retry-After", header));

        assertThat(refused.retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Bad Gateway</html>", "{", "[1]", "{\"error\":7}"})
    void shouldTellAnErrorThatIsNotOfTheProtocol(String body) throws Exception {
        var refused = refusal(FakeNode.json(502, body));

        assertThat(refused).hasMessage("HTTP 502 without a word of the protocol");
        assertThat(refused.code()).isEmpty();
        assertThat(refused.status()).hasValue(502);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"load\":99999999999999999999,\"error\":\"busy\",\"code\":\"overloaded\"}",
                "{\"error\":\"busy\",\"code\":\"overloaded\",\"retry_after_ms\":99999999999999999999}",
                "{\"error\":\"busy\",\"code\":\"overloaded\",\"rule\":"
            })
    void shouldKeepWhatCanBeReadOfAnError(String body) throws Exception {
        var refused = refusal(FakeNode.json(503, body));

        assertThat(refused).hasMessage("busy");
        assertThat(refused.code()).isEqualTo("overloaded");
        assertThat(refused.retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: many", "HTTP/1.1 fine"})
    void shouldNotTakeBrokenHttpForAnAnswer(String head) throws Exception {
        try (var node = new RawNode((socket, connection) -> RawNode.write(socket, head + "\r\n\r\n{}"));
                var client = TielineClient.at(node.address())) {
            assertThatThrownBy(() -> client.model("simple").infer(ROW))
                    .isInstanceOf(UnreadableAnswerException.class)
                    .hasMessageStartingWith("what answers at " + node.address() + " does not speak HTTP: ");
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"302, HTTP 302", "200, is not understood"})
    void shouldNotTakeAnythingElseForAnAnswer(int status, String told) throws Exception {
        var unreadable = unreadable(FakeNode.json(status, "{\"model_name\":\"simple\"}"));

        assertThat(unreadable).hasMessageContaining(told);
        assertThat(unreadable.code()).isEqualTo("unreadable_answer");
    }

    @Test
    void shouldNotReadAnAnswerWithALengthThatIsNone() throws Exception {
        var unreadable = unreadable(FakeNode.json(200, "{}").with("Inference-Header-Content-Length", "many"));

        assertThat(unreadable)
                .hasMessage("the answer has 'many' as Inference-Header-Content-Length, which is no length");
    }

    @Test
    void shouldNotReadAnEncodingThatItDidNotAskFor() throws Exception {
        assertThat(unreadable(FakeNode.json(200, "{}").with("Content-Encoding", "br")))
                .hasMessage("the answer has the content encoding 'br', which was not asked for");
    }

    @Test
    void shouldNotReadGzipThatIsNone() throws Exception {
        assertThat(unreadable(FakeNode.json(200, "{}").with("Content-Encoding", "gzip")))
                .hasMessageStartingWith("the answer says that it is gzip, and it is not");
    }

    @Test
    void shouldStopReadingAnAnswerThatIsTooLarge() throws Exception {
        var large = FakeNode.answer(Map.of(), Tensor.ofInts("OUTPUT0", Shape.of(100_000), new int[100_000]));

        assertThat(unreadable(large)).hasMessage("the answer has more than 4096 bytes, which is the limit");
    }

    @Test
    void shouldStopUnpackingAnAnswerThatIsTooLarge() throws Exception {
        var bomb = new FakeNode.Said(200, Map.of("Content-Encoding", "gzip"), Gzip.pack(new byte[1 << 20]));

        assertThat(unreadable(bomb))
                .hasMessage("the answer has more than 4096 bytes when it is unpacked, which is the limit");
    }

    @Test
    void shouldReadAnAnswerThatIsAsLargeAsItMayBe() {
        assertThat(Gzip.unpack(Gzip.pack(new byte[4096]), 4096)).hasSize(4096);
        assertThatThrownBy(() -> Gzip.unpack(Gzip.pack(new byte[4097]), 4096))
                .isInstanceOf(UnreadableAnswerException.class);
    }

    private static RefusedException refusal(FakeNode.Said said) throws Exception {
        return failure(RefusedException.class, said);
    }

    private static UnreadableAnswerException unreadable(FakeNode.Said said) throws Exception {
        return failure(UnreadableAnswerException.class, said);
    }

    private static <E extends TielineException> E failure(Class<E> kind, FakeNode.Said said) throws Exception {
        try (var node = new FakeNode((request, number) -> said);
                var client = TielineClient.builder(node.address())
                        .maxAnswerBytes(4096)
                        .build()) {
            var failure =
                    catchThrowableOfType(kind, () -> client.model("simple").infer(ROW));
            assertThat(failure).isNotNull();
            return failure;
        }
    }

    private static @Nullable String rule(InferenceError error) {
        return switch (error) {
            case InferenceError.PolicyDenied denied -> denied.rule();
            case InferenceError.Overloaded overloaded -> overloaded.rule();
            default -> null;
        };
    }

    private static @Nullable Duration retryAfter(InferenceError error) {
        return switch (error) {
            case InferenceError.Warming warming -> warming.retryAfter();
            case InferenceError.Overloaded overloaded -> overloaded.retryAfter();
            default -> null;
        };
    }
}
