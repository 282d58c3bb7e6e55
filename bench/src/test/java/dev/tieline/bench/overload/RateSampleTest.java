package dev.tieline.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RateSampleTest {
    private static final Duration WINDOW = Duration.ofMillis(500);
    private static final Duration DEADLINE = Duration.ofNanos(10_000);

    @Test
    void shouldTellEveryEndingApart() {
        var ledger = new Ledger();
        for (var ending : Ending.values()) {
            ledger.end(ledger.open(0, 2_000), ending, 5_000);
        }
        ledger.end(ledger.open(0, 2_000), Ending.ANSWERED, 10_001);

        var sample = RateSample.of(ledger, WINDOW, DEADLINE, OverloadReports.EFFORT);

        assertThat(sample.counts()).isEqualTo(new Counts(1, 1, 1, 1, 1, 1, 1, 1, 1));
        assertThat(sample.offered()).isEqualTo(18, within(1e-9));
        assertThat(sample.goodput()).isEqualTo(2, within(1e-9));
        assertThat(sample.answered()).isEqualTo(new Quantiles(5, 10.001));
        assertThat(sample.refusal()).isEqualTo(new Quantiles(5, 5));
        assertThat(sample.lag()).isEqualTo(new Quantiles(2, 2));
    }

    @Test
    void shouldChargeTheNodesWholeTimeToItsAnswers() {
        var sample = OverloadReports.sample(new Counts(90, 10, 900, 0, 0, 0, 0, 0, 0), new Quantiles(1, 2), null, 0);

        assertThat(sample.cpuPerAnswer()).isEqualTo(30_000, within(1e-6));
        assertThat(sample.effort().nodeCores()).isEqualTo(1.5);
        assertThat(sample.effort().generatorCores()).isEqualTo(0.05);
    }

    @Test
    void shouldHaveNoQuantilesOfNothing() {
        assertThat(Quantiles.of(LongStream.empty())).isEmpty();
        assertThat(Quantiles.of(LongStream.rangeClosed(1, 100).map(i -> i * 1_000)))
                .contains(new Quantiles(50, 99));
    }
}
