package dev.tieline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void shouldDivideTimeAndProcessorTimeByTheCalls() {
        var latencies = Latencies.of(1_000_000, 2_000_000, 3_000_000, 4_000_000);

        var sample = Sample.of(latencies, 2_000_000_000, 40_000_000);

        assertThat(sample).isEqualTo(new Sample(2_000, 4_000, 2, 10_000));
    }

    @Test
    void shouldTakeTheMedianOfEachFigureForItself() {
        var median =
                Sample.median(List.of(new Sample(1, 30, 200, 8), new Sample(2, 10, 300, 7), new Sample(3, 20, 100, 9)));

        assertThat(median).isEqualTo(new Sample(2, 20, 200, 8));
    }
}
