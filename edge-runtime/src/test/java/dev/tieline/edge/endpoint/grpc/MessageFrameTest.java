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
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFrameTest {
    private static final int LIMIT = 1_000;
    private static final byte[] TEXT = "what was compressed".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void shouldExpandWhatWasCompressed(String encoding) throws IOException {
        var frame = new MessageFrame(true, compressed(TEXT, encoding));

        assertThat(frame.plain(encoding, LIMIT)).isEqualTo(ByteString.copyFrom(TEXT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void shouldExpandAMessageThatIsJustAsLongAsAllowed(String encoding) throws IOException {
        var frame = new MessageFrame(true, compressed(TEXT, encoding));

        assertThat(frame.plain(encoding, TEXT.length).size()).isEqualTo(TEXT.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void shouldStopExpandingAtTheLimit(String encoding) throws IOException {
        var bomb = new MessageFrame(true, compressed(new byte[50_000_000], encoding));

        assertRefused(() -> bomb.plain(encoding, LIMIT), TooLarge.class, "more than 1000 bytes");
    }

    @Test
    void shouldNotExpandWhatIsNotCompressedWhateverTheMetadataSay() {
        assertThat(new MessageFrame(false, TEXT).plain("gzip", LIMIT)).isEqualTo(ByteString.copyFrom(TEXT));
    }

    @Test
    void shouldRefuseAnEncodingThatIsNotKnown() {
        assertRefused(() -> new MessageFrame(true, TEXT).plain("snappy", LIMIT), UnsupportedContent.class, "'snappy'");
    }

    @Test
    void shouldRefuseACompressedMessageWithoutAnEncoding() {
        assertRefused(() -> plain(null), InvalidRequest.class, "does not say how");
        assertRefused(() -> plain("identity"), InvalidRequest.class, "does not say how");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void shouldRefuseBytesThatWereNeverCompressed(String encoding) {
        assertRefused(() -> plain(encoding), InvalidRequest.class, "cannot be expanded");
    }

    private static ByteString plain(@Nullable String encoding) {
        return new MessageFrame(true, TEXT).plain(encoding, LIMIT);
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
