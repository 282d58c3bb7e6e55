package dev.tieline.edge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {
    private static final int LIMIT = 100_000;
    private static final byte[] TEXT = "0,1,2,3,4,5,6,7,8,9,".repeat(500).getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldReadWhatItWrites(ContentCoding coding) {
        var encoded = coding.encode(TEXT).orElseThrow();

        assertThat(encoded).hasSizeLessThan(TEXT.length / 10);
        assertThat(coding.decode(ByteBuffer.wrap(encoded), LIMIT, held -> {}).array())
                .isEqualTo(TEXT);
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldNotEncodeWhatGetsNoShorter(ContentCoding coding) {
        var noise = new byte[5_000];
        new Random(1).nextBytes(noise);

        assertThat(coding.encode(noise)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldStopABombAtTheLimit(ContentCoding coding) {
        var bomb = coding.encode(new byte[50_000_000]).orElseThrow();

        assertThatThrownBy(() -> coding.decode(ByteBuffer.wrap(bomb), LIMIT, held -> {}))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error()).isInstanceOf(InferenceError.TooLarge.class))
                .hasMessageContaining("100000");
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldReadABodyThatIsJustAsLongAsTheLimit(ContentCoding coding) {
        var encoded = coding.encode(new byte[LIMIT]).orElseThrow();

        assertThat(coding.decode(ByteBuffer.wrap(encoded), LIMIT, held -> {}).remaining())
                .isEqualTo(LIMIT);
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldSayThatABodyIsDamaged(ContentCoding coding) {
        var encoded = coding.encode(TEXT).orElseThrow();
        var cut = Arrays.copyOf(encoded, encoded.length / 2);

        for (var body : List.of(cut, TEXT, new byte[] {1})) {
            assertThatThrownBy(() -> coding.decode(ByteBuffer.wrap(body), LIMIT, held -> {}))
                    .isInstanceOfSatisfying(
                            InferenceException.class,
                            e -> assertThat(e.error()).isInstanceOf(InferenceError.InvalidRequest.class))
                    .hasMessageContaining("'" + coding.word() + "'");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldTakeMemoryForAllThatABodyStandsForBeforeItIsThere(ContentCoding coding) {
        var encoded = ByteBuffer.wrap(coding.encode(TEXT).orElseThrow());
        var held = new ArrayList<Long>();
        coding.decode(encoded.duplicate(), LIMIT, held::add);

        assertThat(held).containsExactly((long) TEXT.length);
        assertThatThrownBy(() -> coding.decode(encoded, LIMIT, bytes -> {
                    throw new InferenceError.Overloaded("no room", Duration.ofSeconds(1), null).asException();
                }))
                .hasMessageContaining("no room");
    }

    @Test
    void shouldGiveTheBeginningOfWhatABodyStandsFor() {
        var encoded = ContentCoding.GZIP.encode(TEXT).orElseThrow();
        var cut = ByteBuffer.wrap(encoded, 0, encoded.length / 2);

        var beginning = ContentCoding.GZIP.beginning(cut, 10);

        assertThat(beginning).isEqualTo(ByteBuffer.wrap(TEXT, 0, 10));
    }

    @Test
    void shouldTakeNoBytesForNoBytes() {
        assertThat(ContentCoding.GZIP
                        .decode(ByteBuffer.wrap(new byte[0]), LIMIT, held -> {})
                        .hasRemaining())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"gzip,GZIP", "GZIP,GZIP", "x-gzip,GZIP", " deflate ,DEFLATE", "identity,IDENTITY", "'',IDENTITY"})
    void shouldKnowTheNamesOfTheCodings(String header, ContentCoding coding) {
        assertThat(ContentCoding.named(header)).isEqualTo(coding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, gzip", "compress", "*"})
    void shouldRefuseOtherCodingsByName(String header) {
        assertThatThrownBy(() -> ContentCoding.named(header))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("'" + header + "'")
                .hasMessageContaining("gzip, deflate");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip                      | GZIP",
                "gzip, deflate             | GZIP",
                "deflate, gzip             | GZIP",
                "deflate                   | DEFLATE",
                "gzip;q=0.5, deflate;q=0.8 | DEFLATE",
                "gzip;q=0, deflate         | DEFLATE",
                "gzip;q=0                  | IDENTITY",
                "gzip;q=rubbish            | IDENTITY",
                "*                         | GZIP",
                "*;q=0, deflate            | DEFLATE",
                "br, zstd                  | IDENTITY",
                "identity                  | IDENTITY",
                "''                        | IDENTITY",
            })
    void shouldChooseWhatTheCallerTakesBest(String header, ContentCoding coding) {
        assertThat(ContentCoding.accepted(List.of(header))).isEqualTo(coding);
    }

    @Test
    void shouldJoinTheLinesOfTheHeader() {
        assertThat(ContentCoding.accepted(List.of("br", "deflate"))).isEqualTo(ContentCoding.DEFLATE);
        assertThat(ContentCoding.accepted(List.of())).isEqualTo(ContentCoding.IDENTITY);
    }
}
