package dev.tieline.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelResultTest {
    private static final Duration DEADLINE = Duration.ofMillis(250);

    @ParameterizedTest
    @CsvSource({"900, true", "899, false"})
    void shouldReachTheGoalUpToItsLimit(int goodAtTop, boolean reached) {
        var result = result(round(1_000, 1_000, goodAtTop, 0, 0));

        assertThat(result.reachesGoal()).isEqualTo(reached);
    }

    @Test
    void shouldCompareTheTopWithTheBestRateOfTheSameRound() {
        var calm = round(1_000, 800, 720, 0, 0);
        var disturbed = round(500, 400, 400, 0, 0);
        var odd = round(1_000, 800, 80, 0, 0);

        assertThat(result(calm, disturbed, odd).flatness()).isEqualTo(0.9, within(1e-9));
    }

    @Test
    void shouldTakeTheTopForTheBestWhereItIs() {
        assertThat(result(round(1_000, 500, 600, 0, 0)).flatness()).isEqualTo(1);
    }

    @Test
    void shouldHaveNoFlatnessWhereNothingIsAnswered() {
        assertThat(result(round(0, 0, 0, 0, 0)).flatness()).isZero();
    }

    @Test
    void shouldRelateGoodputToThePeakOfTheSameRound() {
        var result = result(round(1_000, 500, 900, 0, 0), round(500, 250, 450, 0, 0), round(700, 0, 0, 0, 0));

        assertThat(result.overPeak(0)).isEqualTo(0.5, within(1e-9));
        assertThat(result.overPeak(1)).isEqualTo(0.9, within(1e-9));
    }

    @Test
    void shouldTellWhatAnAnswerCostsMoreThanAtThePeak() {
        var odd = round(1_000, 500, 10, 0, 0);

        assertThat(result(round(1_000, 500, 800, 0, 0), round(900, 100, 720, 0, 0), odd)
                        .price())
                .isEqualTo(1.25, within(1e-9));
    }

    @Test
    void shouldSumWhatBecameOfTheRequestsOfAllRounds() {
        var result = new ModelResult("minilm", 8, List.of(OverloadReports.round(0), OverloadReports.round(20)));

        assertThat(result.counts(1)).isEqualTo(new Counts(1_500, 8, 3_220, 0, 32, 16, 4, 20, 0));
        assertThat(result.counts(1).arrivals()).isEqualTo(4_800);
        assertThat(result.counts(1).tooLate()).isEqualTo(60);
        assertThat(result.counts(1).lost()).isEqualTo(20);
    }

    @Test
    void shouldHaveNoTimeOfRefusalsWhereThereWasNone() {
        var result = new ModelResult("minilm", 8, List.of(OverloadReports.round(0)));

        assertThat(result.median(0, RateSample::refusal, Quantiles::p50)).isEmpty();
        assertThat(result.median(1, RateSample::refusal, Quantiles::p50)).hasValue(700);
    }

    @ParameterizedTest
    @CsvSource({"25000, 0, true", "25001, 0, false", "0, 1, false"})
    void shouldNotCountARateThatTheGeneratorDidNotKeepUpWith(double lag, int unsent, boolean keptUp) {
        assertThat(result(round(1_000, 500, 900, lag, unsent)).keptUp(1, DEADLINE))
                .isEqualTo(keptUp);
        assertThat(result(round(1_000, 500, 900, lag, unsent)).keptUp(0, DEADLINE))
                .isTrue();
    }

    private static ModelResult result(Round... rounds) {
        return new ModelResult("minilm", 8, List.of(rounds));
    }

    private static Round round(int peak, int half, int top, double lagAtTop, int unsentAtTop) {
        return new Round(sample(peak, 0, 0), List.of(sample(half, 0, 0), sample(top, lagAtTop, unsentAtTop)));
    }

    private static RateSample sample(int good, double lag, int unsent) {
        return OverloadReports.sample(OverloadReports.counts(good, unsent), new Quantiles(1, 2), null, lag);
    }
}
