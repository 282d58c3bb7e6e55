package dev.tieline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatenciesTest {

    @ParameterizedTest
    @CsvSource({"0.5, 50", "0.99, 99", "0.001, 1", "1, 100", "0.501, 51"})
    void shouldTakeTheNearestRankOfAHundredCalls(double share, double expectedMicros) {
        var hundred =
                LongStream.rangeClosed(1, 100).map(micros -> micros * 1_000).toArray();

        assertThat(Latencies.of(hundred).micros(share)).isEqualTo(expectedMicros);
    }

    @Test
    void shouldGiveTheOnlyCallForEveryShare() {
        var one = Latencies.of(2_500);

        assertThat(one.micros(0.01)).isEqualTo(2.5);
        assertThat(one.micros(0.99)).isEqualTo(2.5);
        assertThat(one.count()).isEqualTo(1);
    }

    @Test
    void shouldNotDependOnTheOrderOfTheCalls() {
        assertThat(Latencies.of(3_000, 1_000, 2_000).micros(0.5)).isEqualTo(2);
    }

    @Test
    void shouldKeepItsTimesWhenTheCallersArrayChanges() {
        var times = new long[] {1_000, 2_000};
        var latencies = Latencies.of(times);

        Arrays.fill(times, 9_000);

        assertThat(latencies.micros(1)).isEqualTo(2);
    }

    @Test
    void shouldLeaveAtMostTheRestAboveAPercentile() {
        var seed = 20261122L;
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var times = random.longs(1 + random.nextInt(500), 0, 1_000_000).toArray();
            double share = 0.01 + 0.99 * random.nextDouble();

            double limit = Latencies.of(times).micros(share);

            long within =
                    Arrays.stream(times).filter(time -> time / 1e3 <= limit).count();
            assertThat((double) within / times.length)
                    .as("seed %d, round %d: share %s of %d calls", seed, round, share, times.length)
                    .isGreaterThanOrEqualTo(share);
            assertThat(Arrays.stream(times).anyMatch(time -> time / 1e3 == limit))
                    .as("seed %d, round %d: a time that was measured", seed, round)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN})
    void shouldRefuseAShareThatIsNone(double share) {
        assertThatThrownBy(() -> Latencies.of(1).micros(share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Double.toString(share));
    }

    @Test
    void shouldRefuseToSpeakOfNoCall() {
        assertThatThrownBy(Latencies::of).hasMessageContaining("at least one call");
    }
}
