package dev.tieline.bench.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** The benchmark with tiny times: every process is real, and only that figures come is asserted. */
class PolicyBenchIT {

    @Test
    void shouldMeasureEachSubjectOfEachRound() {
        var plan = Plan.of(2, 5, EnumSet.of(Subject.GUARDED, Subject.KNOWN));
        var progress = new ArrayList<String>();

        var report = new PolicyBench(progress::add).run(plan, Instant.parse("2026-11-23T12:00:00Z"));

        assertThat(report.results()).extracting(Result::subject).isEqualTo(plan.subjects());
        assertThat(report.results())
                .allSatisfy(result -> assertThat(result.rounds()).hasSize(2).allSatisfy(figure -> {
                    assertThat(figure.nanos()).isPositive();
                    assertThat(figure.cpuNanos()).isNotNegative();
                    assertThat(figure.bytes()).isNotNegative();
                }));
        assertThat(progress)
                .contains("Round 1 of 2: one rule written by hand", "Round 2 of 2: 100,000 nodes, known shape");
    }
}
