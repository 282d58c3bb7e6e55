package dev.tieline.devices.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = 1_000_000;
    private static final Shape SHAKY = new Shape(Duration.ofMillis(20), Duration.ofMillis(10), Long.MAX_VALUE);

    @Test
    void shouldLetPassAtOnceWhatIsNotSlowedDown() {
        assertThat(pace(1).due(7 * MILLI, 1_000_000, Shape.NONE, 0)).isEqualTo(7 * MILLI);
    }

    @Test
    void shouldHaveSeveralPacketsUnderWayAtOnce() {
        var pace = pace(1);

        var due = LongStream.of(0, 1, 2)
                .map(now -> pace.due(now * MILLI, 100, Shape.latency(Duration.ofMillis(50)), 0))
                .boxed()
                .toList();

        assertThat(due).isEqualTo(List.of(50 * MILLI, 51 * MILLI, 52 * MILLI));
    }

    @Test
    void shouldCarryOnePacketAfterTheOtherOverANarrowLine() {
        var pace = pace(1);
        var narrow = Shape.bandwidth(1_000);

        assertThat(pace.due(0, 100, narrow, 0)).isEqualTo(100 * MILLI);
        assertThat(pace.due(10 * MILLI, 50, narrow, 0)).isEqualTo(150 * MILLI);
        assertThat(pace.due(400 * MILLI, 50, narrow, 0)).isEqualTo(450 * MILLI);
    }

    @Test
    void shouldForgetTheBusyLineOnceAllIsHealed() {
        var pace = pace(1);
        var unused = pace.due(0, 1_000, Shape.bandwidth(1), 0);

        assertThat(pace.due(MILLI, 1_000, Shape.NONE, 1)).isEqualTo(MILLI);
    }

    @Test
    void shouldNeverLetAPacketOvertakeAnother() {
        for (long seed = 0; seed < 50; seed++) {
            var pace = pace(seed);
            long last = Long.MIN_VALUE;
            for (long now = 0; now < 100 * MILLI; now += MILLI) {
                long due = pace.due(now, 10, SHAKY, 0);
                assertThat(due).as("seed %d", seed).isGreaterThanOrEqualTo(last);
                assertThat(due - now).as("seed %d", seed).isBetween(20 * MILLI, 30 * MILLI);
                last = due;
            }
        }
    }

    @Test
    void shouldShakeEachConnectionAlikeForTheSameSeed() {
        var one = pace(5);
        var other = pace(5);
        var third = pace(6);

        var dues = LongStream.range(0, 20)
                .map(now -> one.due(now * 50 * MILLI, 1, SHAKY, 0))
                .toArray();

        assertThat(LongStream.range(0, 20).map(now -> other.due(now * 50 * MILLI, 1, SHAKY, 0)))
                .containsExactly(LongStream.of(dues).boxed().toArray(Long[]::new));
        assertThat(LongStream.range(0, 20).map(now -> third.due(now * 50 * MILLI, 1, SHAKY, 0)))
                .doesNotContainSequence(LongStream.of(dues).boxed().toList());
    }

    @Test
    void shouldRefuseAShapeThatNothingCanHave() {
        assertThatThrownBy(() -> Shape.bandwidth(0)).hasMessageContaining("at least one byte per second");
        assertThatThrownBy(() -> Shape.latency(Duration.ofMillis(-1))).hasMessageContaining("PT-0.001S");
    }

    private static Pace pace(long seed) {
        return new Pace(new Random(seed));
    }
}
