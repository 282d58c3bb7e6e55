package dev.tieline.devices.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
    private static final Duration MIN = Duration.ofMillis(250);
    private static final Duration MAX = Duration.ofSeconds(30);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 42, 20261122})
    void shouldPauseBetweenTheShortestPauseAndThreeTimesThePreviousOne(long seed) {
        var backoff = new Backoff(MIN, MAX, new Random(seed));
        var previous = MIN;

        for (var i = 0; i < 100; i++) {
            var pause = backoff.next();

            assertThat(pause).isBetween(MIN, MAX);
            assertThat(pause).isLessThanOrEqualTo(previous.multipliedBy(3));
            previous = pause;
        }
    }

    @Test
    void shouldReachPausesNearTheLongestOne() {
        var backoff = new Backoff(MIN, MAX, new Random(7));

        var pauses = Stream.generate(backoff::next).limit(100).toList();

        assertThat(pauses).anySatisfy(pause -> assertThat(pause).isGreaterThan(Duration.ofSeconds(20)));
    }

    @Test
    void shouldStartAgainWithShortPausesAfterAReset() {
        var backoff = new Backoff(MIN, MAX, new Random(7));
        IntStream.range(0, 50).forEach(i -> backoff.next());

        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(MIN.multipliedBy(3));
    }

    @Test
    void shouldSpreadTheReturnOfAFleet() {
        var firstPauses = IntStream.range(0, 100)
                .mapToObj(seed -> new Backoff(MIN, MAX, new Random(seed)).next())
                .distinct();

        assertThat(firstPauses.count()).isGreaterThan(90);
    }

    @Test
    void shouldAlwaysPauseTheSameWhenBothLimitsAreEqual() {
        var backoff = new Backoff(MIN, MIN, new Random(1));

        assertThat(Stream.generate(backoff::next).limit(5)).containsOnly(MIN);
    }
}
