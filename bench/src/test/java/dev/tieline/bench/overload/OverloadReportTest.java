package dev.tieline.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverloadReportTest {

    @ParameterizedTest
    @CsvSource({"0, true", "0.15, true", "0.16, false", "-0.2, false"})
    void shouldBeValidWhileTheBareInferenceIsSteady(double drift, boolean valid) {
        assertThat(OverloadReports.drifting(drift).isValid()).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"25000, true", "30000, false"})
    void shouldBeValidWhileTheGeneratorKeepsUp(double lag, boolean valid) {
        var slow = OverloadReports.sample(OverloadReports.counts(10, 0), new Quantiles(1, 2), null, lag);
        var result = new ModelResult("minilm", 8, List.of(new Round(slow, List.of(slow, slow))));

        assertThat(OverloadReports.of(0, result).isValid()).isEqualTo(valid);
    }
}
