package dev.tieline.edge.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.ModelLatency;
import dev.tieline.models.ModelRef;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunTimesTest {
    private static final ModelRef SIMPLE = ModelRef.of("simple@1");
    private static final ModelRef MINILM = ModelRef.of("minilm@1");

    private final RunTimes times = new RunTimes();

    @Test
    void shouldSayNothingOfAModelThatHasNotRun() {
        assertThat(times.latencies(List.of(SIMPLE))).isEmpty();
    }

    @Test
    void shouldExpectNothingOfAModelThatHasNotRun() {
        assertThat(times.expected(SIMPLE)).isEmpty();
    }

    @Test
    void shouldExpectTheMedianAndNotTheMeanOfTheLastRuns() {
        times.ran(SIMPLE, millis(10));
        times.ran(SIMPLE, millis(20));
        times.ran(SIMPLE, millis(9_000));

        assertThat(times.expected(SIMPLE)).contains(Duration.ofMillis(20));
    }

    @Test
    void shouldFollowAModelThatHasBecomeSlower() {
        for (int i = 0; i < RunTimes.KEPT; i++) {
            times.ran(SIMPLE, millis(10));
        }
        for (int i = 0; i < RunTimes.KEPT; i++) {
            times.ran(SIMPLE, millis(70));
        }

        assertThat(times.expected(SIMPLE)).contains(Duration.ofMillis(70));
    }

    @Test
    void shouldLearnFromRunsThatWereStoppedThatAModelHasBecomeSlower() {
        for (int i = 0; i < RunTimes.KEPT; i++) {
            times.ran(SIMPLE, millis(10));
        }
        for (int i = 0; i < RunTimes.KEPT; i++) {
            times.stopped(SIMPLE, millis(500));
        }

        assertThat(times.expected(SIMPLE)).contains(Duration.ofMillis(500));
    }

    @Test
    void shouldNotTakeAModelForQuickerBecauseItsCallersGo() {
        times.ran(SIMPLE, millis(10));
        for (int i = 0; i < RunTimes.KEPT; i++) {
            times.stopped(SIMPLE, millis(1));
        }

        assertThat(latency()).isEqualTo(new ModelLatency(1, Duration.ofMillis(10), Duration.ofMillis(10)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 1, 2", "3, 2, 3", "99, 50, 99", "100, 50, 99", "101, 51, 100", "256, 128, 254"})
    void shouldGiveTheNearestRankOfTheRunsThatItSaw(int runs, int p50, int p99) {
        for (int i = runs; i >= 1; i--) {
            times.ran(SIMPLE, millis(i));
        }

        assertThat(latency()).isEqualTo(new ModelLatency(runs, Duration.ofMillis(p50), Duration.ofMillis(p99)));
    }

    @Test
    void shouldForgetTheOldestRunsAndStillCountThem() {
        for (int i = 0; i < 1_000; i++) {
            times.ran(SIMPLE, millis(900));
        }
        for (int i = 1; i <= RunTimes.KEPT; i++) {
            times.ran(SIMPLE, millis(i));
        }

        assertThat(latency()).isEqualTo(new ModelLatency(1_256, Duration.ofMillis(128), Duration.ofMillis(254)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldAgreeWithCountingOnRandomRuns(long seed) {
        var random = new Random(seed);
        int runs = 1 + random.nextInt(RunTimes.KEPT);
        var nanos = random.longs(runs, 0, 1_000_000).toArray();
        Arrays.stream(nanos).forEach(time -> times.ran(SIMPLE, time));

        var latency = latency();

        assertThat(latency.p50()).as("seed %d", seed).isEqualTo(smallestThatCovers(nanos, 0.50));
        assertThat(latency.p99()).as("seed %d", seed).isEqualTo(smallestThatCovers(nanos, 0.99));
    }

    @Test
    void shouldKeepModelsApartAndForgetThoseThatAreGone() {
        times.ran(SIMPLE, 1_000);
        times.ran(MINILM, 2_000);

        assertThat(times.latencies(List.of(SIMPLE, MINILM))).containsOnlyKeys(SIMPLE, MINILM);
        assertThat(times.latencies(List.of(MINILM))).containsOnlyKeys(MINILM);
        assertThat(times.latencies(List.of(SIMPLE, MINILM))).containsOnlyKeys(MINILM);
    }

    @Test
    void shouldStayInTheRangeThatTelemetryHas() {
        times.ran(SIMPLE, -1);
        times.ran(SIMPLE, Duration.ofHours(2).toNanos());

        assertThat(latency()).isEqualTo(new ModelLatency(2, Duration.ZERO, Duration.ofHours(1)));
    }

    private ModelLatency latency() {
        return times.latencies(List.of(SIMPLE)).getOrDefault(SIMPLE, new ModelLatency(0, Duration.ZERO, Duration.ZERO));
    }

    private static long millis(long count) {
        return Duration.ofMillis(count).toNanos();
    }

    /** By counting, without sorting. */
    private static Duration smallestThatCovers(long[] nanos, double share) {
        long smallest = Long.MAX_VALUE;
        for (long candidate : nanos) {
            long within = Arrays.stream(nanos).filter(time -> time <= candidate).count();
            if (within >= share * nanos.length) {
                smallest = Math.min(smallest, candidate);
            }
        }
        return Duration.ofNanos(smallest);
    }
}
