package dev.tieline.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailoverReportTest {

    @Test
    void shouldTakeQuantilesThatWereMeasured() {
        var report = Reports.of(Fault.KILL);

        assertThat(report.time(Mark.DETECTED, 0.5)).isEqualTo(Duration.ofMillis(200));
        assertThat(report.time(Mark.DETECTED, 0.99)).isEqualTo(Duration.ofMillis(300));
        assertThat(report.time(Mark.DETECTED, 1)).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void shouldAddUpWhatBecameOfTheRequests() {
        var report = Reports.of(Fault.KILL);

        assertThat(report.answered()).isEqualTo(600);
        assertThat(report.refused()).isEqualTo(Map.of("unreachable", 2L, "warming", 5L));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayOfEveryTimeWhatBoundsIt(Fault fault) {
        assertThat(fault.marks()).isNotEmpty().doesNotHaveDuplicates().allSatisfy(mark -> {
            assertThat(fault.bound(mark)).isNotBlank();
            assertThat(Reports.of(fault).time(mark, 0.5)).isPositive();
        });
    }

    @Test
    void shouldNotGiveATimeThatWasNotMeasured() {
        var episode = Reports.of(Fault.BROKER).episodes().getFirst();

        assertThatThrownBy(() -> episode.time(Mark.REPLACED)).hasMessageContaining("REPLACED was not measured");
    }

    @Test
    void shouldRefuseAReportOfNothing() {
        var report = Reports.of(Fault.KILL);

        assertThatThrownBy(() ->
                        new FailoverReport(report.date(), report.machine(), report.broker(), report.plan(), List.of()))
                .hasMessageContaining("at least one episode");
    }

    @ParameterizedTest
    @CsvSource({"0, 2, 4, kills", "1, 2, 0, rate", "1, 2, 1001, rate", "1, 0, 4, replicas", "1, 3, 4, replicas"})
    void shouldRefuseAPlanThatCannotBeMeasured(int kills, int replicas, int rate, String message) {
        assertThatThrownBy(() -> new Plan(Fault.KILL, kills, replicas, rate)).hasMessageContaining(message);
    }
}
