package dev.tieline.bench.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PolicyReportTest {

    @Test
    void shouldCompareRoundByRoundAndTakeTheMedian() {
        var report = Reports.drifting(0);

        var ratio = report.ratio(report.result(Subject.PERMITTED));

        assertThat(ratio.orElseThrow()).isEqualTo(16, within(1e-9));
    }

    @Test
    void shouldHaveNoRatioOfWhatIsComparedWithNothing() {
        var report = Reports.drifting(0);

        assertThat(report.ratio(report.result(Subject.YARDSTICK))).isEmpty();
    }

    @Test
    void shouldBeVoidWhenTheYardstickMoved() {
        assertThat(Reports.drifting(0.16).isValid()).isFalse();
        assertThat(Reports.drifting(0.14).isValid()).isTrue();
    }

    @Test
    void shouldTakeTheMedianOfEachFigureAndTheWorstTime() {
        var result = Reports.drifting(0).result(Subject.PERMITTED);

        assertThat(result.median()).isEqualTo(new Figure(320, 480, 0.0004));
        assertThat(result.worstNanos()).isEqualTo(400);
    }

    @Test
    void shouldSayWhatWasNotMeasured() {
        assertThatThrownBy(() -> Reports.drifting(0).result(Subject.LOAD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LOAD");
    }
}
