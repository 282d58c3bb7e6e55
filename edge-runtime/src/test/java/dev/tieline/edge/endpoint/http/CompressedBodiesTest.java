package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.endpoint.ContentCoding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests and answers in content codings. */
class CompressedBodiesTest {
    private static final String INFER = "/v2/models/test/infer";

    @RegisterExtension
    private final ServedEndpoint endpoint = new ServedEndpoint(5, false);

    @RegisterExtension
    private final Asker asker = new Asker(endpoint);

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldReadACompressedRequest(ContentCoding coding) throws Exception {
        var body = coding.encode(padded(RawCaller.body(3))).orElseThrow();

        var answer = asker.ask("POST", INFER, body, "Content-Encoding", coding.word());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("[8]");
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldCountTheBytesOfTheJsonBeforeItWasCompressed(ContentCoding coding) throws Exception {
        var json = padded(RawCaller.body(3).replace("\"data\":[3]", "\"parameters\":{\"binary_data_size\":8}"));
        var whole = ByteBuffer.allocate(json.length + 8).put(json).put((byte) 3);
        var body = coding.encode(whole.array()).orElseThrow();

        var answer = asker.ask(
                "POST",
                INFER,
                body,
                "Content-Encoding",
                coding.word().toUpperCase(Locale.ROOT),
                "Inference-Header-Content-Length",
                String.valueOf(json.length));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("[8]");
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldRefuseABombAndServeTheNext(ContentCoding coding) throws Exception {
        var bomb = coding.encode(new byte[100 * ServedEndpoint.MAX_BODY]).orElseThrow();
        assertThat(bomb).hasSizeLessThan(ServedEndpoint.MAX_BODY);

        var refused = asker.ask("POST", INFER, bomb, "Content-Encoding", coding.word());

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.body()).contains("\"code\":\"too_large\"", "1048576", "decompressed");
        assertThat(asker.post(INFER, RawCaller.body(3)).status()).isEqualTo(200);
    }

    @Test
    void shouldSayThatACompressedBodyIsDamaged() throws Exception {
        var refused = asker.post(INFER, RawCaller.body(3), "Content-Encoding", "gzip");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("\"code\":\"invalid_request\"", "'gzip'");
    }

    @Test
    void shouldSayWhichCodingsItReads() throws Exception {
        var refused = asker.post(INFER, "{}", "Content-Encoding", "br");

        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.header("Accept-Encoding")).isEqualTo("gzip, deflate");
        assertThat(refused.body()).contains("\"code\":\"unsupported_content\"", "'br'");
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldCompressALongAnswerForACallerThatTakesIt(ContentCoding coding) throws Exception {
        var answer = asker.post(INFER, withLongId(), "Accept-Encoding", coding.word());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Encoding")).isEqualTo(coding.word());
        assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
        var body = coding.decode(ByteBuffer.wrap(answer.bytes()), ServedEndpoint.MAX_BODY, held -> {});
        assertThat(StandardCharsets.UTF_8.decode(body).toString()).contains("[8]", "xxxx");
    }

    @Test
    void shouldLeaveALongAnswerAsItIsForACallerThatSaysNothing() throws Exception {
        var answer = asker.post(INFER, withLongId());

        assertThat(answer.header("Content-Encoding")).isEmpty();
        assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(answer.body()).contains("[8]");
    }

    @Test
    void shouldNotBotherToCompressAShortAnswer() throws Exception {
        var answer = asker.post(INFER, RawCaller.body(3), "Accept-Encoding", "gzip");

        assertThat(answer.header("Content-Encoding")).isEmpty();
        assertThat(answer.body()).contains("[8]");
    }

    private static String withLongId() {
        return RawCaller.body(3).replaceFirst("\\{", "{\"id\":\"" + "x".repeat(5_000) + "\",");
    }

    private static byte[] padded(String json) {
        return (json + " ".repeat(1_000)).getBytes(StandardCharsets.UTF_8);
    }
}
