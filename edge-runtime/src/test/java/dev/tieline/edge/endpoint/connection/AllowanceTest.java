package dev.tieline.edge.endpoint.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.edge.FakeTicker;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowanceTest {
    private final FakeTicker ticker = new FakeTicker();

    @Test
    void shouldAllowSoMuchAtOnceAndNoMore() {
        var allowance = new Allowance(3, 10, ticker);

        assertThat(taken(allowance, 5)).isEqualTo(3);
    }

    @Test
    void shouldAllowMoreAsTimePasses() {
        var allowance = new Allowance(3, 10, ticker);
        taken(allowance, 3);

        ticker.advance(Duration.ofMillis(99));
        assertThat(allowance.take()).isFalse();
        ticker.advance(Duration.ofMillis(1));
        assertThat(taken(allowance, 2)).isEqualTo(1);
        ticker.advance(Duration.ofMillis(200));
        assertThat(taken(allowance, 5)).isEqualTo(2);
    }

    @Test
    void shouldNotSaveUpMoreThanMayHappenAtOnce() {
        var allowance = new Allowance(3, 10, ticker);
        taken(allowance, 2);

        ticker.advance(Duration.ofDays(100_000));

        assertThat(taken(allowance, 5)).isEqualTo(3);
    }

    @Test
    void shouldReckonOnWhenTheClockBeginsAnew() {
        ticker.advance(Duration.ofNanos(Long.MAX_VALUE));
        var allowance = new Allowance(3, 10, ticker);
        taken(allowance, 3);

        ticker.advance(Duration.ofMillis(100));

        assertThat(taken(allowance, 5)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,0", "1,1000000001"})
    void shouldRefuseToAllowNothing(int atOnce, int eachSecond) {
        assertThatThrownBy(() -> new Allowance(atOnce, eachSecond, ticker))
                .hasMessage("something must be allowed, and it is " + atOnce + " times at once and " + eachSecond
                        + " a second");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldAllowAllOfItInAnyTimeAndNeverMore(long seed) {
        var random = new Random(seed);
        int atOnce = 1 + random.nextInt(50);
        int eachSecond = 1 + random.nextInt(1_000);
        var allowance = new Allowance(atOnce, eachSecond, ticker);
        long happened = 0;
        for (int i = 0; i < 1_000; i++) {
            ticker.advance(Duration.ofNanos(random.nextLong(20_000_000)));
            happened += taken(allowance, random.nextInt(20));
            assertThat(happened).as("seed %d", seed).isLessThanOrEqualTo(atOnce + earned(eachSecond));
        }
        ticker.advance(Duration.ofSeconds(atOnce));
        assertThat(taken(allowance, 2 * atOnce)).as("seed %d", seed).isEqualTo(atOnce);
    }

    private long earned(int eachSecond) {
        return ticker.nanos() / (1_000_000_000 / eachSecond);
    }

    private static int taken(Allowance allowance, int times) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += allowance.take() ? 1 : 0;
        }
        return taken;
    }
}
