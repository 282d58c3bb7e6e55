package dev.tieline.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.api.ByteRange.Part;
import dev.tieline.cloud.api.ByteRange.Unsatisfiable;
import dev.tieline.cloud.api.ByteRange.Whole;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-99, 0, 100",
        "bytes=10-19, 10, 10",
        "bytes=10-, 10, 90",
        "bytes=99-, 99, 1",
        "bytes=-1, 99, 1",
        "bytes=-100, 0, 100",
        "bytes=-500, 0, 100",
        "bytes=90-500, 90, 10",
        "bytes=90-99999999999999999999, 90, 10",
        "bytes=-99999999999999999999, 0, 100",
        "Bytes= 10-19, 10, 10"
    })
    void shouldBeAPartOfTheWhole(String header, long first, long length) {
        assertThat(ByteRange.of(header, 100)).isEqualTo(new Part(first, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-100", "bytes=-0", "bytes=99999999999999999999-"})
    void shouldNotBeSatisfiedBeyondTheWhole(String header) {
        assertThat(ByteRange.of(header, 100)).isEqualTo(new Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=5-4",
                "lines=0-1",
                "bytes=0-1,5-6",
                "bytes=0-1,",
                "bytes=+1-2",
                "0-1"
            })
    void shouldMeanTheWholeIfItIsMalformedOrOfSeveral(String header) {
        assertThat(ByteRange.of(header, 100)).isEqualTo(new Whole());
    }

    @Test
    void shouldTellItsPlace() {
        assertThat(new Part(10, 20).contentRange(100)).isEqualTo("bytes 10-29/100");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261122})
    void shouldNeverLeaveTheWhole(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 10_000; i++) {
            var size = 1 + random.nextInt(20);
            var header = "bytes=" + number(random) + "-" + number(random);

            if (ByteRange.of(header, size) instanceof Part(long first, long length)) {
                assertThat(first).as("seed %d: %s of %d", seed, header, size).isBetween(0L, size - 1L);
                assertThat(length).as("seed %d: %s of %d", seed, header, size).isBetween(1L, size - first);
            }
        }
    }

    private static String number(Random random) {
        return random.nextInt(4) == 0 ? "" : String.valueOf(random.nextInt(25));
    }
}
