package dev.tieline.edge.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.FakeTicker;
import dev.tieline.models.ModelRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private static final ModelRef MODEL = ModelRef.of("simple@1");
    private static final ModelRef OTHER = ModelRef.of("other@1");
    private static final Duration MIN = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofMinutes(1);

    private final FakeTicker ticker = new FakeTicker();
    private final Retries retries = new Retries(ticker, new Random(7), MIN, MAX);

    @Test
    void shouldRestAtLeastAsLongAsTheShortestPause() {
        retries.failed(MODEL, "absent", false);

        ticker.advance(MIN.minusNanos(1));

        assertThat(retries.resting()).containsExactly(MODEL);
    }

    @Test
    void shouldBeDueWhenThePauseIsOverAndStillKnowWhyItFailed() {
        retries.failed(MODEL, "absent", false);

        ticker.advance(retries.untilNext().orElseThrow());

        assertThat(retries.resting()).isEmpty();
        assertThat(retries.untilNext()).isEmpty();
        assertThat(retries.reasons()).containsEntry(MODEL, "absent");
    }

    @Test
    void shouldRestUntilClearedOnceGivenUp() {
        retries.givenUp(MODEL, "deadly");

        ticker.advance(Duration.ofDays(365));

        assertThat(retries.resting()).containsExactly(MODEL);
        assertThat(retries.untilNext()).contains(MAX);
        retries.clear();
        assertThat(retries.resting()).isEmpty();
    }

    @Test
    void shouldPauseLongerAndLongerWithinTheLimitsAndNeverTheSame() {
        var pauses = new ArrayList<Duration>();
        for (int i = 0; i < 50; i++) {
            retries.failed(MODEL, "absent", false);
            pauses.add(retries.untilNext().orElseThrow());
        }

        assertThat(pauses).allSatisfy(pause -> assertThat(pause).isBetween(MIN, MAX));
        assertThat(pauses).doesNotHaveDuplicates();
        assertThat(pauses.subList(10, 50)).anySatisfy(pause -> assertThat(pause).isGreaterThan(Duration.ofSeconds(20)));
    }

    @Test
    void shouldBeginWithShortPausesAgainAfterProgress() {
        for (int i = 0; i < 20; i++) {
            retries.failed(MODEL, "cut", false);
        }

        retries.failed(MODEL, "cut", true);

        assertThat(retries.untilNext().orElseThrow()).isLessThanOrEqualTo(MIN.multipliedBy(3));
    }

    @Test
    void shouldForgetWhatSucceeded() {
        retries.failed(MODEL, "absent", false);
        retries.failed(OTHER, "damaged", false);

        retries.succeeded(MODEL);

        assertThat(retries.reasons()).containsOnlyKeys(OTHER);
        assertThat(retries.resting()).containsExactly(OTHER);
    }

    @Test
    void shouldWaitForTheFirstThatIsDue() {
        retries.failed(MODEL, "absent", false);
        ticker.advance(Duration.ofMillis(600));
        retries.failed(OTHER, "absent", false);

        ticker.advance(retries.untilNext().orElseThrow());

        assertThat(retries.resting()).hasSize(1);
    }
}
