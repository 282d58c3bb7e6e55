package dev.tieline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    // The example of FIPS 180-2, appendix B.1.
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void shouldDigestAsTheStandardSays() {
        assertThat(Digest.ofBytes("abc".getBytes(StandardCharsets.US_ASCII)).hex())
                .isEqualTo(OF_ABC);
    }

    @Test
    void shouldLeaveThePositionOfABuffer() {
        var buffer = ByteBuffer.wrap("xabc".getBytes(StandardCharsets.US_ASCII)).position(1);

        assertThat(Digest.ofBytes(buffer).hex()).isEqualTo(OF_ABC);
        assertThat(buffer.position()).isEqualTo(1);
    }

    @Test
    void shouldReadWithAndWithoutPrefix() {
        assertThat(Digest.of("sha256:" + OF_ABC)).isEqualTo(Digest.of(OF_ABC)).hasToString("sha256:" + OF_ABC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256:",
                "abc",
                "sha1:ba7816bf",
                "../ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f200"
            })
    void shouldRefuseWhatIsNoDigest(String text) {
        assertThatThrownBy(() -> Digest.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseUpperCaseSoThatADigestHasOneSpelling() {
        assertThatThrownBy(() -> new Digest("A".repeat(64))).hasMessageContaining("lower case");
    }
}
