package dev.tieline.bench.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffloadReportTest {

    @Test
    void shouldCompareTheOffloadWithEchoAndInferenceTogether() {
        assertThat(Reports.round(10, 90, 130).ratio()).isEqualTo(1.3, within(1e-9));
    }

    @Test
    void shouldTakeTheMedianRatioOfTheRounds() {
        var result = result(Reports.round(10, 90, 120), Reports.round(10, 90, 900), Reports.round(10, 90, 125));

        assertThat(result.ratio()).isEqualTo(1.25, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"130, true", "130.1, false"})
    void shouldReachTheGoalUpToItsLimit(double offload, boolean reached) {
        assertThat(result(Reports.round(0, 100, offload)).reachesGoal()).isEqualTo(reached);
    }

    @Test
    void shouldBeValidWhileTheBareInferenceIsSteady() {
        assertThat(Reports.drifting(0.15).isValid()).isTrue();
    }

    @Test
    void shouldBeVoidWhenTheBareInferenceDriftsAtOneLoad() {
        var report = Reports.drifting(0.16);

        assertThat(report.isValid()).isFalse();
        assertThat(report.drift().share()).isEqualTo(0.16, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "100, 1", "1000, 1", "1024, 0", "1024, 17"})
    void shouldRefuseALoadThatCannotBeMeasured(int bytes, int callers) {
        assertThatThrownBy(() -> new Load(bytes, callers)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameALoadForPeople() {
        assertThat(Reports.SMALL).hasToString("1 KiB, 1 caller");
        assertThat(Reports.LARGE).hasToString("150 KiB, 8 callers");
        assertThat(new Load(128, 1).size()).isEqualTo("128 B");
        assertThat(Reports.LARGE.rows()).isEqualTo(1_200);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0"})
    void shouldRefuseAPlanThatMeasuresNothing(int rounds, int requests, int warmup) {
        assertThatThrownBy(() -> new Plan(rounds, requests, warmup, List.of(Reports.SMALL)))
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Plan(1, 1, 1, List.of())).hasMessageContaining("at least one load");
    }

    private static LoadResult result(Round... rounds) {
        return new LoadResult(Reports.SMALL, 1_216, 1_301, List.of(rounds));
    }
}
