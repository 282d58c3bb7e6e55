package dev.tieline.edge.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ForecastSkewTest {
    private static final Offset<Double> ABOUT = within(0.001);
    private static final long NOW = 1_000;

    private final ForecastSkew skew = new ForecastSkew();

    @Test
    void shouldTrustTheForecastBeforeAnythingIsKnown() {
        assertThat(skew.factor(NOW)).isEqualTo(1);
    }

    @Test
    void shouldTrustTheForecastWhileLittleIsKnown() {
        ended(16, 100, 350);

        assertThat(skew.factor(NOW)).isEqualTo(1);
    }

    @Test
    void shouldLeaveTimeForTheAnswerWhereForecastsAreRight() {
        ended(24, 100, 100);

        assertThat(skew.factor(NOW)).isEqualTo(1.05, ABOUT);
    }

    @Test
    void shouldAskForTheTimeThatNineteenOfTwentyRunsStayWithin() {
        ended(61, 100, 120);
        ended(3, 100, 300);

        assertThat(skew.factor(NOW)).isEqualTo(1.26, ABOUT);
    }

    @Test
    void shouldGrowWhileRunsAreStoppedAtTheirDeadlines() {
        ended(56, 100, 100);
        for (int i = 0; i < 8; i++) {
            skew.missed(100, 104, NOW);
        }

        assertThat(skew.factor(NOW)).isEqualTo(1.3, ABOUT);
    }

    @Test
    void shouldForgetWhatManyRunsHaveFollowed() {
        ended(ForecastSkew.KEPT, 100, 350);
        ended(ForecastSkew.KEPT, 100, 90);

        assertThat(skew.factor(NOW)).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatItKnowsWhenNothingQueuedHasEndedForAWhile() {
        ended(ForecastSkew.KEPT, 100, 350);
        long later = NOW + Duration.ofSeconds(1).toNanos();

        assertThat(skew.factor(later)).isEqualTo(3.675, ABOUT);
        assertThat(skew.factor(later + 1)).isEqualTo(1);
    }

    @Test
    void shouldStayWithinItsBoundsWhateverHappens() {
        var chance = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            if (chance.nextBoolean()) {
                skew.ended(1 + chance.nextInt(1_000), chance.nextInt(1_000_000), NOW);
            } else {
                skew.missed(1 + chance.nextInt(1_000), chance.nextInt(1_000_000), NOW);
            }
            assertThat(skew.factor(NOW)).isBetween(1.0, 4.0);
        }
    }

    private void ended(int times, long forecast, long actual) {
        for (int i = 0; i < times; i++) {
            skew.ended(forecast, actual, NOW);
        }
    }
}
