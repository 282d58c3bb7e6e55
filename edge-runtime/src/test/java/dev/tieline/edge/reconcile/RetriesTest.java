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
        retries.failed(MODEL, Mishap.of("absent"));

        ticker.advance(MIN.minusNanos(1));

        assertThat(retries.resting()).containsExactly(MODEL);
    }

    @Test
    void shouldBeDueWhenThePauseIsOverAndStillKnowWhyItFailed() {
        retries.failed(MODEL, Mishap.of("absent"));

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
            retries.failed(MODEL, Mishap.of("absent"));
            pauses.add(retries.untilNext().orElseThrow());
        }

        assertThat(pauses).allSatisfy(pause -> assertThat(pause).isBetween(MIN, MAX));
        assertThat(pauses).doesNotHaveDuplicates();
        assertThat(pauses.subList(10, 50)).anySatisfy(pause -> assertThat(pause).isGreaterThan(Duration.ofSeconds(20)));
    }

    @Test
    void shouldBeginWithShortPausesAgainAfterProgress() {
        for (int i = 0; i < 20; i++) {
            retries.failed(MODEL, Mishap.of("cut"));
        }

        retries.failed(MODEL, Mishap.away("cut", true));

        assertThat(retries.untilNext().orElseThrow()).isLessThanOrEqualTo(MIN.multipliedBy(3));
    }

    @Test
    void shouldForgetWhatSucceeded() {
        retries.failed(MODEL, Mishap.of("absent"));
        retries.failed(OTHER, Mishap.of("damaged"));

        retries.succeeded(MODEL);

        assertThat(retries.reasons()).containsOnlyKeys(OTHER);
        assertThat(retries.resting()).containsExactly(OTHER);
    }

    @Test
    void shouldWaitForTheFirstThatIsDue() {
        retries.failed(MODEL, Mishap.of("absent"));
        ticker.advance(Duration.ofMillis(600));
        retries.failed(OTHER, Mishap.of("absent"));

        ticker.advance(retries.untilNext().orElseThrow());

        assertThat(retries.resting()).hasSize(1);
    }

    @Test
    void shouldNotBlameAModelWhoseServerIsAwayForAWhile() {
        retries.failed(MODEL, Mishap.away("absent", false));
        ticker.advance(Duration.ofSeconds(59));
        retries.failed(MODEL, Mishap.away("still absent", false));

        assertThat(retries.faults(MAX)).isEmpty();
        assertThat(retries.reasons()).containsEntry(MODEL, "still absent");
    }

    @Test
    void shouldBlameItOnceItsServerHasBeenAwayForTooLong() {
        retries.failed(MODEL, Mishap.away("absent", false));
        ticker.advance(Duration.ofSeconds(59));
        retries.failed(MODEL, Mishap.away("still absent", false));

        ticker.advance(Duration.ofSeconds(1));

        assertThat(retries.faults(MAX)).containsEntry(MODEL, "still absent");
    }

    @Test
    void shouldCountTheAbsenceAnewAfterProgress() {
        retries.failed(MODEL, Mishap.away("absent", false));
        ticker.advance(Duration.ofSeconds(59));
        retries.failed(MODEL, Mishap.away("cut", true));

        ticker.advance(Duration.ofSeconds(59));

        assertThat(retries.faults(MAX)).isEmpty();
    }

    @Test
    void shouldBlameAtOnceWhatIsWrongItself() {
        retries.failed(MODEL, Mishap.of("damaged"));

        assertThat(retries.faults(MAX)).containsEntry(MODEL, "damaged");
    }
}
