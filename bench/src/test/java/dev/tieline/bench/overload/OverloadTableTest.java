package dev.tieline.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OverloadTableTest {

    @Test
    void shouldShowEveryRateItsRatiosAndWhereTheyWereTaken() {
        assertThat(String.join("\n", OverloadTable.lines(OverloadReports.drifting(0.07))))
                .isEqualTo("""
                Goodput of a node that is asked for more than it can do; times count from when a request was due
                machine  2 cores of Some Chip 9000, Linux 6.1 amd64, JDK 25 (Somebody)
                node     2 run slots, queue of 16; deadline 250 ms
                rounds   2 of 2.0 s at each rate, medians over the rounds

                minilm: peak 400/s (closed loop, 8 callers)
                offered       per s  goodput/s  /peak  answer p50/p99 ms  refused  refusal p50/p99 ms    late     504    lost    CPU us  lag p99 ms
                50 %            200        200   0.50  5.0 / 9.0            0.0 %  - / -                0.0 %   0.0 %   0.0 %     7,500  0.2
                300 %         1,200        375   0.94  45.0 / 80.0         67.1 %  0.7 / 2.5            0.6 %   0.7 %   0.4 %     3,979  0.3
                  goodput at 300 % / best goodput = 1.00; the goal of 0.9 is reached
                  the node's CPU for an answer at 300 % / at its peak = 1.06
                  p99 of the answered at 300 % / deadline = 0.32; within
                  refusals at 300 %: 3,220, of which 0 without Retry-After; neither answered nor refused by the deadline: 60 of 4,800
                  at 300 % the node used 1.50 processors, the generator 0.05, on 40 connections

                VALID: the bare inference drifted 7 % between rounds (limit 15 %)""");
    }

    @Test
    void shouldSayThatFiguresOfAnUneasyMachineDoNotCount() {
        assertThat(OverloadTable.lines(OverloadReports.drifting(0.42)))
                .last()
                .isEqualTo("VOID: the bare inference drifted 42 % between rounds, more than 15 %: these figures do not"
                        + " count. Maybe run again when the machine is calm.");
    }

    @Test
    void shouldSayWhichRateTheGeneratorDidNotKeepUpWith() {
        var slow = OverloadReports.sample(OverloadReports.counts(100, 0), new Quantiles(1_000, 2_000), null, 400_000);
        var calm = OverloadReports.round(0);
        var round = new Round(calm.peak(), List.of(calm.rates().getFirst(), slow));

        var lines = OverloadTable.lines(OverloadReports.of(0, new ModelResult("minilm", 8, List.of(round))));

        assertThat(lines)
                .filteredOn(line -> line.startsWith("50 %"))
                .singleElement()
                .asString()
                .doesNotContain("VOID");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("300 %"))
                .singleElement()
                .asString()
                .endsWith("400.0 VOID");
        assertThat(lines)
                .contains(
                        "  goodput at 300 % / best goodput = 0.25; the goal of 0.9 is not judged, since the generator did"
                                + " not keep up")
                .endsWith(
                        "VOID where it says so: the generator did not send its requests when they were due.",
                        "Else valid: the bare inference drifted 0 % between rounds (limit 15 %)");
    }

    @Test
    void shouldSayThatNothingWasAnswered() {
        var nothing = new RateSample(
                2, OverloadReports.counts(0, 0), null, null, new Quantiles(1, 2), OverloadReports.EFFORT);
        var round = new Round(nothing, List.of(nothing, nothing));

        var lines = OverloadTable.lines(OverloadReports.of(0, new ModelResult("minilm", 8, List.of(round))));

        assertThat(lines)
                .contains("  nothing was answered at 300 %")
                .contains("  goodput at 300 % / best goodput = 0.00; the goal of 0.9 is missed");
    }
}
