package dev.tieline.edge.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastTest {

    @Test
    void shouldWaitForTheOneRunOnOneSlot() {
        assertThat(Forecast.of(left(30), 1)).isEqualTo(new Forecast(30, 30, true));
    }

    @Test
    void shouldWaitForTheQueueOnOneSlot() {
        assertThat(Forecast.of(left(30, 100, 50), 1)).isEqualTo(new Forecast(30, 180, true));
    }

    @Test
    void shouldStartOnTheSlotThatIsFreeFirst() {
        assertThat(Forecast.of(left(10, 90), 2)).isEqualTo(new Forecast(10, 10, true));
    }

    @Test
    void shouldLetTheQueueGoWhereASlotIsFree() {
        // The slot of 10 takes the first of the queue until 60, then nothing: the next starts there.
        assertThat(Forecast.of(left(10, 90, 50), 2)).isEqualTo(new Forecast(10, 60, true));
    }

    @Test
    void shouldCountWhatIsNotKnownAsNothingAndSaySo() {
        var forecast = Forecast.of(List.of(OptionalLong.of(30), OptionalLong.empty(), OptionalLong.of(5)), 1);

        assertThat(forecast).isEqualTo(new Forecast(30, 35, false));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldAgreeWithRunsThatTakeTurns(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            int slots = 1 + random.nextInt(4);
            var runs = random.longs(slots + random.nextInt(20), 0, 1_000).toArray();

            var forecast = Forecast.of(left(runs), slots);

            assertThat(forecast.startNanos())
                    .as("seed %d, slots %d, runs %s", seed, slots, Arrays.toString(runs))
                    .isEqualTo(start(runs, slots));
            assertThat(forecast.firstEndNanos())
                    .isEqualTo(Arrays.stream(runs, 0, slots).min().orElseThrow());
        }
    }

    /** The same told another way: slots as a queue of the times at which they are free. */
    private static long start(long[] runs, int slots) {
        var free = new PriorityQueue<Long>();
        for (int i = 0; i < runs.length; i++) {
            free.add((i < slots ? 0L : free.remove()) + runs[i]);
        }
        return free.element();
    }

    private static List<OptionalLong> left(long... nanos) {
        var left = new ArrayList<OptionalLong>();
        for (long run : nanos) {
            left.add(OptionalLong.of(run));
        }
        return left;
    }
}
