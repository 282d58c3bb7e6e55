package dev.tieline.edge.endpoint.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.edge.endpoint.ContentCoding;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.policy.testing.Fuzzed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies in a coding, and the headers that speak of codings and wishes. */
class ContentCodingFuzzTest {
    private static final List<ContentCoding> CODINGS = List.of(ContentCoding.values());
    private static final int LIMIT = 1 << 20;

    /** The coding and the body. */
    static Stream<byte[]> bodies() {
        var text = "a body of many words. ".repeat(50).getBytes(StandardCharsets.US_ASCII);
        return Stream.of(
                body(ContentCoding.IDENTITY, text),
                body(ContentCoding.GZIP, encoded(ContentCoding.GZIP, text)),
                body(ContentCoding.DEFLATE, encoded(ContentCoding.DEFLATE, text)),
                body(ContentCoding.DEFLATE, encoded(ContentCoding.DEFLATE, new byte[LIMIT + 1])));
    }

    static Stream<byte[]> headers() {
        return Stream.of(
                        "gzip",
                        "x-gzip;q=0.5, deflate",
                        "*;q=0.1\nidentity",
                        "gzip;q=NaN,deflate;q=-1",
                        "respond-async, wait=10",
                        "return=minimal\nRespond-Async;x=y")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("bodies")
    @FuzzTest
    void shouldDecodeOrRefuseAnyBody(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var coding = coding(bytes[0]);
        var body = Arrays.copyOfRange(bytes, 1, bytes.length);

        var read = Fuzzed.decode(bytes.length, InferenceException.class, () -> decoded(coding, body));

        read.ifPresent(plain -> Fuzzed.same(plain.remaining() <= Math.max(LIMIT, body.length), true));
    }

    @MethodSource("bodies")
    @FuzzTest
    void shouldDecodeWhatItEncoded(byte[] bytes) {
        for (var coding : CODINGS) {
            coding.encode(bytes).ifPresent(encoded -> Fuzzed.same(decoded(coding, encoded), ByteBuffer.wrap(bytes)));
        }
    }

    @MethodSource("headers")
    @FuzzTest
    void shouldTakeAnyHeader(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        var lines = text.lines().toList();

        var named = Fuzzed.decode(bytes.length, InferenceException.class, () -> ContentCoding.named(text));
        var accepted = Fuzzed.decode(bytes.length, NeverThrown.class, () -> ContentCoding.accepted(lines));
        var async = Fuzzed.decode(bytes.length, NeverThrown.class, () -> Preferences.respondAsync(lines));

        named.filter(coding -> coding != ContentCoding.IDENTITY).ifPresent(coding -> checkSaid(lines, coding.word()));
        accepted.filter(coding -> coding != ContentCoding.IDENTITY)
                .ifPresent(coding -> checkSaid(lines, coding.word(), "*"));
        async.filter(wanted -> wanted).ifPresent(wanted -> checkSaid(lines, Preferences.RESPOND_ASYNC));
    }

    private static void checkSaid(List<String> lines, String... words) {
        var text = String.join("\n", lines).toLowerCase(Locale.ROOT);
        Fuzzed.same(Stream.of(words).anyMatch(text::contains), true);
    }

    private static ByteBuffer decoded(ContentCoding coding, byte[] body) {
        return coding.decode(ByteBuffer.wrap(body), LIMIT, held -> {});
    }

    private static ContentCoding coding(byte choice) {
        return CODINGS.get(Byte.toUnsignedInt(choice) % CODINGS.size());
    }

    private static byte[] encoded(ContentCoding coding, byte[] body) {
        return coding.encode(body).orElseThrow();
    }

    private static byte[] body(ContentCoding coding, byte[] bytes) {
        return ByteBuffer.allocate(1 + bytes.length)
                .put((byte) CODINGS.indexOf(coding))
                .put(bytes)
                .array();
    }

    /** Nothing may be thrown at all. */
    private static final class NeverThrown extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
