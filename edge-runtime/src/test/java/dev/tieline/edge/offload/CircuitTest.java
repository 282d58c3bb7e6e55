package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.offload.Circuit.Trouble;
import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CircuitTest {
    private static final int THRESHOLD = 3;
    private static final long LAPSE = Duration.ofSeconds(2).toNanos();
    private static final long LONGEST = Circuit.LONGEST_PAUSE.toNanos();

    private final Random random = new Random(17);

    @Test
    void shouldStayClosedUntilEnoughCallsInARowHaveFailed() {
        var circuit = fail(fail(Circuit.closed(), 1, 0), 2, 0);

        assertThat(circuit).isEqualTo(new Circuit.Closed(2));
        assertThat(circuit.admits(0)).isTrue();
    }

    @Test
    void shouldOpenForAShortPauseWhenEnoughHaveFailed() {
        var circuit = opened();

        assertThat(circuit).isInstanceOfSatisfying(Circuit.Open.class, open -> {
            assertThat(open.pause()).isEqualTo(Circuit.SHORTEST_PAUSE);
            assertThat(Duration.ofNanos(open.untilNanos())).isBetween(Duration.ofMillis(187), Duration.ofMillis(250));
        });
        assertThat(circuit.admits(0)).isFalse();
    }

    @Test
    void shouldBeginToCountAnewAfterAnAnswer() {
        var circuit = fail(fail(Circuit.closed(), 1, 0), 2, 0);

        assertThat(fail(Circuit.closed(), 3, 0)).isEqualTo(new Circuit.Closed(1));
        assertThat(circuit).isNotEqualTo(Circuit.closed());
    }

    @Test
    void shouldNotPauseLongerBecauseManyFailedTogether() {
        var circuit = opened();

        assertThat(fail(fail(circuit, 4, 1), 5, 1)).isEqualTo(circuit);
    }

    @Test
    void shouldLetOneCallThroughAfterThePause() {
        var circuit = opened().entered(9, LONGEST + LAPSE);

        assertThat(opened().admits(LONGEST)).isTrue();
        assertThat(circuit.admits(LONGEST)).isFalse();
    }

    @Test
    void shouldPauseTwiceAsLongWhenTheProbeFails() {
        var circuit = fail(opened().entered(9, LONGEST + LAPSE), 9, LONGEST);

        assertThat(circuit)
                .isInstanceOfSatisfying(
                        Circuit.Open.class,
                        open -> assertThat(open.pause()).isEqualTo(Circuit.SHORTEST_PAUSE.multipliedBy(2)));
    }

    @Test
    void shouldNotTakeTheFailureOfAnotherCallForTheProbes() {
        var probed = opened().entered(9, LONGEST + LAPSE);

        assertThat(fail(probed, 8, LONGEST)).isEqualTo(probed);
    }

    @Test
    void shouldTakeAProbeThatHeardNothingInItsTimeForFailed() {
        var circuit = opened().entered(9, LAPSE).at(LAPSE, random);

        assertThat(circuit)
                .isInstanceOfSatisfying(
                        Circuit.Open.class,
                        open -> assertThat(open.untilNanos()).isGreaterThan(LAPSE));
    }

    @Test
    void shouldLetAnotherProbeWhenOneIsGivenBack() {
        var circuit = opened().entered(9, LONGEST + LAPSE).returned(9, LONGEST);

        assertThat(circuit.admits(LONGEST)).isTrue();
        assertThat(circuit)
                .isInstanceOfSatisfying(
                        Circuit.Open.class,
                        open -> assertThat(open.pause())
                                .as("no longer than before")
                                .isEqualTo(Circuit.SHORTEST_PAUSE));
    }

    @Test
    void shouldNeverPauseLongerThanItMay() {
        var circuit = opened();
        for (int i = 0; i < 20; i++) {
            circuit = fail(circuit.entered(i, 0), i, 0);
        }

        assertThat(circuit)
                .isInstanceOfSatisfying(
                        Circuit.Open.class, open -> assertThat(open.pause()).isEqualTo(Circuit.LONGEST_PAUSE));
    }

    /** Whatever happens: one probe at most, refusal until the pause is over, closed by any answer. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldKeepItsPromisesWhateverHappens(long seed) {
        var chance = new Random(seed);
        var circuit = Circuit.closed();
        long now = chance.nextLong(); // the origin of a monotonic clock is arbitrary
        for (long number = 1; number < 400; number++) {
            now += chance.nextLong(Duration.ofMillis(400).toNanos());
            circuit = circuit.at(now, chance);
            switch (chance.nextInt(5)) {
                case 0 -> {
                    circuit = Circuit.closed();
                    assertThat(circuit.admits(now)).isTrue();
                }
                case 1 -> circuit = fail(circuit, chance.nextLong(number), now);
                case 2 -> circuit = circuit.returned(chance.nextLong(number), now);
                default -> circuit = enter(circuit, number, now);
            }
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    private static Circuit enter(Circuit circuit, long number, long now) {
        boolean admitted = circuit.admits(now);
        assertThat(admitted)
                .isEqualTo(
                        switch (circuit) {
                            case Circuit.Closed closed -> true;
                            case Circuit.Open open -> now - open.untilNanos() >= 0;
                            case Circuit.HalfOpen probing -> false;
                        });
        if (!admitted) {
            return circuit;
        }
        var entered = circuit.entered(number, now + LAPSE);
        if (entered instanceof Circuit.HalfOpen half) {
            assertThat(half.probe()).isEqualTo(number);
            assertThat(half.admits(now + LAPSE - 1)).isFalse();
        }
        return entered;
    }

    private Circuit opened() {
        return fail(fail(fail(Circuit.closed(), 1, 0), 2, 0), 3, 0);
    }

    private Circuit fail(Circuit circuit, long number, long now) {
        return circuit.failed(number, new Trouble("no answer", now), THRESHOLD, now, random);
    }
}
