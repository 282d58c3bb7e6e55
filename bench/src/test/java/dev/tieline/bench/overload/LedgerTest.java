package dev.tieline.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void shouldCountTimeFromWhenARequestWasDueAndNotFromWhenItWasSent() {
        int number = ledger.open(100, 180);

        ledger.end(number, Ending.ANSWERED, 250);

        assertThat(ledger.times(Ending.ANSWERED)).containsExactly(150L);
        assertThat(ledger.lags()).containsExactly(80L);
        assertThat(ledger.sent(number)).isEqualTo(180);
    }

    @Test
    void shouldCountAnAnswerAtItsDeadlineAsInTime() {
        ledger.end(ledger.open(0, 0), Ending.ANSWERED, 50);
        ledger.end(ledger.open(0, 0), Ending.ANSWERED, 51);
        ledger.end(ledger.open(0, 0), Ending.REFUSED, 1);

        assertThat(ledger.answeredWithin(50)).isEqualTo(1);
    }

    @Test
    void shouldRefuseASecondEnd() {
        int number = ledger.open(0, 0);
        ledger.end(number, Ending.UNANSWERED, 1);

        assertThatThrownBy(() -> ledger.end(number, Ending.ANSWERED, 2))
                .hasMessage("request 0 ended as UNANSWERED and now as ANSWERED");
        assertThat(ledger.closed()).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutWhatHasNotEnded() {
        ledger.open(0, 0);
        ledger.end(ledger.open(5, 5), Ending.REFUSED, 9);

        assertThat(ledger.hasEnded(0)).isFalse();
        assertThat(ledger.times(ending -> true)).containsExactly(4L);
        assertThat(ledger.opened()).isEqualTo(2);
        assertThat(ledger.closed()).isEqualTo(1);
    }

    @Test
    void shouldKeepEveryRequestHoweverMany() {
        long seed = 20261123;
        var random = new Random(seed);
        var kinds = Ending.values();
        var expected = new EnumMap<Ending, Integer>(Ending.class);

        for (int i = 0; i < 10_000; i++) {
            var kind = kinds[random.nextInt(kinds.length)];
            expected.merge(kind, 1, Integer::sum);
            ledger.end(ledger.open(i, i + 1L), kind, i + 2L);
        }

        for (var kind : kinds) {
            assertThat(ledger.count(kind)).as("%s with seed %d", kind, seed).isEqualTo(expected.get(kind));
        }
        assertThat(ledger.times(ending -> true).distinct()).containsExactly(2L);
        assertThat(ledger.lags().distinct()).containsExactly(1L);
    }
}
