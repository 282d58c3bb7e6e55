package dev.tieline.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.bench.overload.ResponseReader.Head;
import dev.tieline.bench.overload.ResponseReader.MalformedAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-length: 5\r\n\r\nhello";
    private static final String REFUSAL =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 2\r\n\r\n{}";

    private final ResponseReader reader = new ResponseReader();

    @Test
    void shouldReadTheHeadOfAWholeAnswer() {
        assertThat(reader.read(bytes(ANSWER))).contains(new Head(200, 5, false));
    }

    @Test
    void shouldReadAnAnswerWithoutABodyAndAReason() {
        assertThat(reader.read(bytes("HTTP/1.1 204 \r\nContent-Length: 0\r\n\r\n")))
                .contains(new Head(204, 0, false));
    }

    @Test
    void shouldReadTheSameHoweverTheBytesCome() {
        long seed = 42;
        var random = new Random(seed);
        var all = (ANSWER + REFUSAL).repeat(50).getBytes(StandardCharsets.US_ASCII);
        var heads = new ArrayList<Head>();

        for (int from = 0; from < all.length; ) {
            int length = Math.min(1 + random.nextInt(60), all.length - from);
            var part = ByteBuffer.wrap(all, from, length);
            while (part.hasRemaining()) {
                reader.read(part).ifPresent(heads::add);
            }
            from += length;
        }

        assertThat(heads).as("with seed %d", seed).hasSize(100);
        for (int i = 0; i < 100; i += 2) {
            assertThat(heads.subList(i, i + 2)).containsExactly(new Head(200, 5, false), new Head(503, 2, true));
        }
    }

    @Test
    void shouldLeaveWhatFollowsAnAnswer() {
        var bytes = bytes(ANSWER + "HTTP");

        reader.read(bytes);

        assertThat(bytes.remaining()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "120, true", "0, false", "-1, false", "soon, false", "'', false"})
    void shouldTakeRetryAfterForWhatItSays(String value, boolean counts) {
        var answer = "HTTP/1.1 503 No\r\nRetry-After: " + value + "\r\nContent-Length: 0\r\n\r\n";

        assertThat(reader.read(bytes(answer)))
                .hasValueSatisfying(head -> assertThat(head.retryAfter()).isEqualTo(counts));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length\r\nX: 1\r\n\r\n",
                "garbage\r\n\r\n"
            })
    void shouldRefuseWhatIsNoAnswerWithALength(String text) {
        assertThatThrownBy(() -> reader.read(bytes(text)))
                .isInstanceOf(MalformedAnswer.class)
                .hasMessageContaining("an answer");
    }

    @Test
    void shouldRefuseAHeadWithoutAnEnd() {
        assertThatThrownBy(() -> reader.read(bytes("x".repeat(10_000)))).hasMessageContaining("longer than 8192 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "200, false, ANSWERED",
        "503, true, REFUSED",
        "503, false, REFUSED_BARELY",
        "504, false, TIMED_OUT",
        "500, true, FAILED",
        "404, false, FAILED"
    })
    void shouldTellHowARequestEndedByItsAnswer(int status, boolean retryAfter, Ending ending) {
        assertThat(Ending.of(new Head(status, 0, retryAfter))).isEqualTo(ending);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
