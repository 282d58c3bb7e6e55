package dev.tieline.edge.endpoint.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceError.TooLarge;
import dev.tieline.models.infer.InferenceError.UnsupportedContent;
import dev.tieline.models.infer.InferenceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFrameTest {
    private static final int LIMIT = 1_000;
    private static final byte[] TEXT = "what was compressed".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void shouldExpandWhatWasCompressed(String encoding) throws IOException {
        var frame = new MessageFrame(true, compressed(TEXT, encoding));

        assertThat(frame.plain(encoding, LIMIT, held -> {})).isEqualTo(ByteString.copyFrom(TEXT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void shouldExpandAMessageThatIsJustAsLongAsAllowed(String encoding) throws IOException {
        var frame = new MessageFrame(true, compressed(TEXT, encoding));

        assertThat(frame.plain(encoding, TEXT.length, held -> {}).size()).isEqualTo(TEXT.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void shouldStopExpandingAtTheLimit(String encoding) throws IOException {
        var bomb = new MessageFrame(true, compressed(new byte[50_000_000], encoding));

        assertRefused(() -> bomb.plain(encoding, LIMIT, held -> {}), TooLarge.class, "limit of 1000 bytes");
    }

    @Test
    void shouldNotExpandWhatIsNotCompressedWhateverTheMetadataSay() {
        assertThat(new MessageFrame(false, TEXT).plain("gzip", LIMIT, held -> {}))
                .isEqualTo(ByteString.copyFrom(TEXT));
    }

    @Test
    void shouldRefuseAnEncodingThatIsNotKnown() {
        assertRefused(
                () -> new MessageFrame(true, TEXT).plain("snappy", LIMIT, held -> {}),
                UnsupportedContent.class,
                "'snappy'");
    }

    @Test
    void shouldRefuseACompressedMessageWithoutAnEncoding() {
        assertRefused(() -> plain(null), InvalidRequest.class, "does not say how");
        assertRefused(() -> plain("identity"), InvalidRequest.class, "does not say how");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void shouldRefuseBytesThatWereNeverCompressed(String encoding) {
        assertRefused(() -> plain(encoding), InvalidRequest.class, "not what its content encoding");
    }

    static Stream<Arguments> tooMuchForABeginning() throws IOException {
        var longName = new ByteArrayOutputStream();
        longName.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0});
        longName.writeBytes("x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII));
        longName.write(0);
        longName.writeBytes(compressed(TEXT, "gzip"));
        var members = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            members.writeBytes(compressed(new byte[0], "gzip"));
        }
        var names = new byte[1_000_000];
        for (int i = 0; i < names.length; i += 2) {
            names[i] = 0x0a;
        }
        return Stream.of(
                Arguments.of("a long name of a file", new MessageFrame(true, longName.toByteArray())),
                Arguments.of("members without anything", new MessageFrame(true, members.toByteArray())),
                Arguments.of("names without anything", new MessageFrame(false, names)),
                Arguments.of("one that expands", new MessageFrame(true, compressed(names, "gzip"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooMuchForABeginning")
    void shouldReadNoMoreForABeginningThanItsBytes(String what, MessageFrame frame) throws IOException {
        var beginning = frame.beginning("gzip", LIMIT);

        while (!beginning.isAtEnd()) {
            beginning.skipRawBytes(1);
        }

        assertThat(beginning.getTotalBytesRead()).as(what).isLessThanOrEqualTo(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void shouldBeginWithWhatCanBeExpanded(String encoding) throws IOException {
        var noise = new byte[10 * LIMIT];
        new Random(7).nextBytes(noise);
        var frame = new MessageFrame(true, compressed(noise, encoding));

        assertThat(frame.beginning(encoding, LIMIT).readRawBytes(LIMIT / 2)).isEqualTo(Arrays.copyOf(noise, LIMIT / 2));
    }

    private static ByteString plain(@Nullable String encoding) {
        return new MessageFrame(true, TEXT).plain(encoding, LIMIT, held -> {});
    }

    private static void assertRefused(ThrowingCallable read, Class<? extends InferenceError> kind, String saying) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.error()).isInstanceOf(kind))
                .hasMessageContaining(saying);
    }

    private static byte[] compressed(byte[] plain, String encoding) throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var out =
                encoding.equals("gzip") ? new GZIPOutputStream(compressed) : new DeflaterOutputStream(compressed)) {
            out.write(plain);
        }
        return compressed.toByteArray();
    }
}
